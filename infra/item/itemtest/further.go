package itemtest

import (
	"encoding/json"
	"math/rand/v2"

	"lambdaless/infra/item"
)

// Made is the query string by which items with a generated key are read.
const Made = "query.made"

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
		all["read-generated"] = item.Get{Of: d.Type, Name: "read-generated", Key: item.Key{last.Name: "{" + Made + "}"}}
	}
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
