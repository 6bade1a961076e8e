package itemtest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"

	"lambdaless/infra/item"
)

// Declaration is an item at random and the endpoints for it.
type Declaration struct {
	Item      *Property
	Table     item.Table
	Type      item.Type
	Endpoints map[string]item.Endpoint // by operation
	Keys      item.Key                 // where the key attributes come from
	Constant  string                   // what mock answers
	Made      item.Value               // what generated makes keys of, behind the Prefix; empty if it cannot
	Prefix    string
	Chosen    string   // the place that chosen takes the last key attribute's value from
	ChosenKey item.Key // that attribute's value
	URL       string   // the property that redirect goes to, empty if there is none
}

// Index is the index of every table: by g, sorted by h.
const Index = "by-g"

// Expires is the attribute by which items of some tables expire, and Version that of items with versions.
const (
	Expires = "exp"
	Version = "ver"
)

// Tables are those that declarations are about: one for each combination of key types.
func Tables() []item.Table {
	var all []item.Table
	for _, pk := range []string{"S", "N", "B"} {
		for _, sk := range []string{"", "S", "N", "B"} {
			t := item.Table{
				Name: "table-" + pk + sk, Keys: []item.KeyAttribute{{Name: "pk", Type: pk}},
				Indexes: map[string][]item.KeyAttribute{Index: {{Name: "g", Type: "S"}, {Name: "h", Type: "N"}}},
			}
			if sk == "S" || sk == "" && pk == "N" {
				t.Expires = Expires
			}
			if sk != "" {
				t.Keys = append(t.Keys, item.KeyAttribute{Name: "sk", Type: sk})
			}
			all = append(all, t)
		}
	}
	return all
}

var jsonKinds = map[string]string{"S": "string", "N": "number", "B": "binary"}

// New makes a declaration.
func New(r *rand.Rand) Declaration {
	tables := Tables()
	d := Declaration{Table: tables[r.IntN(len(tables))], Keys: item.Key{}}
	d.Item = Object(r, 3, "pk", "sk", "g", "h")
	for _, k := range d.Table.Keys {
		d.Keys[k.Name] = keyValue(r, k)
		if r.IntN(2) == 0 {
			d.Item.Members = append(d.Item.Members, &Property{Name: k.Name, Kind: jsonKinds[k.Type], Required: true, Key: true})
		}
	}
	if r.IntN(3) > 0 {
		d.Item.Members = append(d.Item.Members,
			&Property{Name: "g", Kind: "string", Key: true, Required: r.IntN(2) == 0},
			&Property{Name: "h", Kind: "number", Key: true, Required: r.IntN(2) == 0})
	}
	d.Type = item.Type{Table: d.Table.Name, Schema: "random/item.schema.json", Key: d.Keys}
	d.manage(r)
	d.Endpoints = map[string]item.Endpoint{}
	operations := d.operations(r)
	d.further(r, operations)
	for name, operation := range operations {
		d.Endpoints[name] = item.Endpoint{
			Route: "POST /" + name, Parameters: []string{"pk", "sk", "g", "made"}, Operation: operation, Tables: append(tables[:len(tables):len(tables)], Ledger),
			ReadFile: func(file string) (string, error) {
				if file == ledgerFile {
					return ledgerSchema, nil
				}
				return d.Item.Schema(), nil
			},
		}
	}
	return d
}

// manage gives some types a life and versions, which the schema has as properties or not.
func (d *Declaration) manage(r *rand.Rand) {
	managed := func(name, kind string) {
		if r.IntN(2) == 0 {
			d.Item.Members = append(d.Item.Members, &Property{Name: name, Kind: kind, Managed: true})
		}
	}
	if d.Table.Expires != "" {
		d.Type.Life = 1 + r.IntN(400)
		managed(Expires, "integer")
	}
	if r.IntN(2) == 0 {
		d.Type.Version = Version
		managed(Version, "string")
	}
}

// keyValue is a place that a key attribute comes from.
func keyValue(r *rand.Rand, k item.KeyAttribute) item.Value {
	places := []string{"{path.%s}", "{query.%s}", "{header.X-%s}", "{claim.%s}", "{claim.custom:%s}", "{query.%s=" + map[string]string{"S": "none", "N": "0", "B": "bm9u"}[k.Type] + "}"}
	if k.Type == "S" {
		places = append(places, "ITEM#{path.%s}", "{claim.tenant}#{path.%s}", "a'$b\"{query.%s}#", "##if{path.%s}", "{path.%s}.length()", "{query.%s}[0]")
	}
	return item.Value(fmt.Sprintf(places[r.IntN(len(places))], k.Name))
}

func (d Declaration) operations(r *rand.Rand) map[string]item.Operation {
	missing := item.Exists(404, `it's "missing" $x`)
	all := map[string]item.Operation{
		"get":    item.Get{Of: d.Type, Consistent: r.IntN(2) == 0},
		"put":    item.Put{Of: d.Type},
		"patch":  item.Patch{Of: d.Type, If: []item.Condition{missing}},
		"delete": item.Delete{Of: d.Type, Missing: "none", Answer: []item.Answer{item.Item(), item.NoContent()}[r.IntN(2)]},
		"create": item.Create{Of: d.Type},
		"list":   item.List{Of: d.Type, Key: item.Key{"pk": d.Keys["pk"]}, Page: item.Page{Default: 1 + r.IntN(3), Max: 1 + r.IntN(3) + 2}, Descending: r.IntN(2) == 0},
		"batch":  item.BatchGet{Of: d.Type, Key: item.Key{d.Table.Keys[len(d.Table.Keys)-1].Name: "{query.ids}"}},
		"count":  item.List{Of: d.Type, Key: item.Key{"pk": d.Keys["pk"]}, Count: true},
		"scan":   item.Scan{Of: d.Type, Page: item.Page{Default: 2}},
	}
	if m := d.Item.Members[r.IntN(len(d.Item.Members))]; m.Kind == "string" && !d.inKey(m.Name) && !m.Key && !m.Managed {
		all["filter"] = item.List{Of: d.Type, Name: "filter", Filter: map[string]item.Value{m.Name: "{query.f}"}}
		if d.Type.Version == "" {
			all["match"] = item.Put{Of: d.Type, Name: "match", If: []item.Condition{missing, item.Equals(m.Name, "{header.If-Match}", 412, "changed")}}
		}
	}
	if d.Item.Member("g") != nil {
		all["index"] = item.List{Of: d.Type, Index: Index, Key: item.Key{"g": "{path.g}"}, Sort: item.Range{From: "{query.from}", To: "{query.to}"}, Page: item.Page{Default: 1}}
	}
	all["transact"] = d.transaction(r)
	var fields []string
	for i, m := range d.Item.Members {
		fields = append(fields, fmt.Sprintf("%s as f%d", m.Name, i))
	}
	all["fields"] = item.Get{Of: d.Type, Name: "fields", Answer: item.Fields(fields...)}
	if d.Table.Expires != "" {
		return all // an update needs an item there
	}
	all["upsert"] = item.Patch{Of: d.Type, Name: "upsert"}
	if m := d.counter(); m != nil {
		all["count-up"] = item.Update{Of: d.Type, Name: "count-up", Add: map[string]item.Value{m.Name: "1"}, Answer: item.Item()}
	}
	if m := d.set(); m != nil {
		all["members"] = item.Patch{Of: d.Type, Name: "members", Only: []string{m.Name}, Members: []string{m.Name}}
		all["append"] = item.Patch{
			Of: d.Type, Name: "append", Only: []string{m.Name}, Append: []string{m.Name},
		}
		if d.Type.Version == "" {
			all["limited"] = item.Patch{
				Of: d.Type, Name: "limited", Only: []string{m.Name}, Append: []string{m.Name},
				If: []item.Condition{item.FewerThan(2, m.Name, 409, "full")},
			}
		}
		all["take-in"] = item.Update{Of: d.Type, Name: "take-in", Add: map[string]item.Value{m.Name: "{query.member}"}, Answer: item.Item()}
		all["take-out"] = item.Update{Of: d.Type, Name: "take-out", Delete: map[string]item.Value{m.Name: "{query.member}"}, Answer: item.Item()}
	}
	return all
}

func (d Declaration) inKey(name string) bool {
	return slices.ContainsFunc(d.Table.Keys, func(k item.KeyAttribute) bool { return k.Name == name })
}

func (d Declaration) first(kinds ...string) *Property {
	for _, m := range d.Item.Members {
		if slices.Contains(kinds, m.Kind) && !m.Nullable && !m.Key && !m.Managed {
			return m
		}
	}
	return nil
}

// counter is a number that an Update can count up, nil if there is none.
func (d Declaration) counter() *Property { return d.first("integer", "number") }

// set is a set that a Patch can change, nil if there is none.
func (d Declaration) set() *Property { return d.first("set") }

// Counter and Set name the properties that count-up and members change, empty if there are none.
func (d Declaration) Counter() string { return nameOf(d.counter()) }

// Set is the name of the set that members changes.
func (d Declaration) Set() string { return nameOf(d.set()) }

func nameOf(p *Property) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// Request are the values of a request's placeholders: "path.pk", "claim.sub" and so on.
type Request map[string]string

var placeholder = regexp.MustCompile(`\{((?:path|query|header|claim)\.[^}=]+)(?:=([^}]*))?\}`)

// KeyRequest gives the placeholders of the key attributes values that no other number gives them.
func (d Declaration) KeyRequest(r *rand.Rand, number int) Request {
	request := Request{}
	for i, k := range d.Table.Keys {
		n := number*10 + i
		for _, m := range placeholder.FindAllStringSubmatch(string(d.Keys[k.Name]), -1) {
			request[m[1]] = keyText(r, k.Type, n)
		}
	}
	return request
}

func keyText(r *rand.Rand, kind string, n int) string {
	switch kind {
	case "N":
		return fmt.Sprint(n)
	case "B":
		return base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("%d!", n)))
	default:
		return fmt.Sprintf("%s~%d", Text(r), n)
	}
}

// KeyValues are the key attributes that a request means, as they stand in an answer.
func (d Declaration) KeyValues(request Request) map[string]any {
	values := map[string]any{}
	for _, k := range d.Table.Keys {
		text := placeholder.ReplaceAllStringFunc(string(d.Keys[k.Name]), func(mark string) string {
			m := placeholder.FindStringSubmatch(mark)
			if v, ok := request[m[1]]; ok {
				return v
			}
			return m[2]
		})
		values[k.Name] = text
		if k.Type == "N" {
			values[k.Name] = json.Number(text)
		}
	}
	return values
}

// Body is a random body for put, patch and the like: an item without its key.
func (d Declaration) Body(r *rand.Rand) map[string]any {
	body, _ := d.Item.Value(r).(map[string]any)
	for _, k := range d.Table.Keys {
		delete(body, k.Name)
	}
	for _, m := range d.Item.Members {
		if m.Managed {
			delete(body, m.Name)
		}
	}
	return body
}
