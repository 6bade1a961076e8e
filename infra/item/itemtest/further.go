package itemtest

import (
	"encoding/json"
	"math/rand/v2"
	"strings"

	"lambdaless/infra/item"
)

// Made is the parameter of the path by which items with a key of their own are read, after their Location.
const Made = "path.made"

// further adds what not every declaration can have: redirects, answers of API Gateway's own, generated keys.
func (d *Declaration) further(r *rand.Rand, all map[string]item.Operation) {
	constant := map[string]any{Text(r): Text(r), "n": Number(r), "list": []any{Text(r), true, nil}}
	text, err := json.Marshal(constant)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	d.Constant = string(text)
	all["mock"] = item.Mock{Name: "mock", Answer: item.Constant([]int{200, 203, 418}[r.IntN(3)], d.Constant)}
	all["mock-nothing"] = item.Mock{Name: "mock-nothing", Answer: item.NoContent()}

	last := d.Table.Keys[len(d.Table.Keys)-1]
	if d.Made = map[string]item.Value{"S": "{requestId}", "N": "{now}"}[last.Type]; d.Made != "" {
		if last.Type == "S" && r.IntN(2) == 0 {
			d.Prefix = []string{"ID#", `it's "$x#`, "{now}-"}[r.IntN(3)]
		}
		all["generated"] = item.Create{Of: d.Type, Name: "generated", Key: item.Key{last.Name: item.Value(d.Prefix) + d.Made}}
		all["read-generated"] = item.Get{Of: d.Type, Name: "read-generated", Key: item.Key{last.Name: item.Value(strings.TrimSuffix(d.Prefix, "{now}-") + "{" + Made + "}")}}
	}
	d.chosen(r, last, all)
	if p := d.first("string"); p != nil {
		d.URL = p.Name
		all["redirect"] = item.Get{Of: d.Type, Name: "redirect", Missing: "none", Answer: item.Redirect(301+r.IntN(8), p.Name)}
		if count := d.counter(); count != nil {
			all["hit"] = item.Update{
				Of: d.Type, Name: "hit", Add: map[string]item.Value{count.Name: "1"},
				If: []item.Condition{item.Exists(404, "none")}, Answer: item.Redirect(307, p.Name),
			}
		}
	}
}

// chosen creates items whose last key attribute is the client's to choose, elsewhere than in the path.
func (d *Declaration) chosen(r *rand.Rand, last item.KeyAttribute, all map[string]item.Operation) {
	places := []string{"query.chosen", "header.X-Chosen", "query.chosen"}
	if m := d.Item.Member(last.Name); m != nil {
		places = append(places, "body."+last.Name, "body."+last.Name)
	}
	d.Chosen = places[r.IntN(len(places))]
	before, after := "", ""
	if last.Type == "S" && r.IntN(2) == 0 {
		before, after = []string{"ITEM#", `it's "$x#`, "ITEM#{path.pk}#"}[r.IntN(3)], []string{"", "#end", "$"}[r.IntN(3)]
	}
	key := func(place string) item.Key {
		return item.Key{last.Name: item.Value(before + "{" + place + "}" + after)}
	}
	all["chosen"] = item.Create{Of: d.Type, Name: "chosen", Key: key(d.Chosen)}
	all["read-chosen"] = item.Get{Of: d.Type, Name: "read-chosen", Key: key(Made)}
	d.ChosenKey = key(d.Chosen)
}

// ChosenText is a value for a key attribute that no other number gives.
func (d Declaration) ChosenText(r *rand.Rand, number int) string {
	return keyText(r, d.Table.Keys[len(d.Table.Keys)-1].Type, number*10+9)
}
