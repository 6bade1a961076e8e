package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// functionsOf are the functions of API Gateway's own objects
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
var functionsOf = map[string]map[string]bool{
	"input": {"body": true, "json": true, "params": true, "path": true},
	"util": {
		"base64Decode": true, "base64Encode": true, "escapeJavaScript": true, "parseJson": true, "urlDecode": true, "urlEncode": true,
	},
}

// functions reports functions of $input and $util that do not exist. Methods that every Java object has do.
func (l *linter) functions(root parse.Node) {
	parse.Walk(root, func(n parse.Node) bool {
		r, ok := n.(*parse.Reference)
		if !ok || len(r.Steps) == 0 || functionsOf[r.Name] == nil || r.Escaped {
			return true
		}
		called := r.Steps[0].Method
		known := functionsOf[r.Name]
		if called == "" || known[called] || slices.Contains([]string{"getBody", "getClass", "toString", "equals", "hashCode"}, called) {
			return true
		}
		names := slices.Sorted(maps.Keys(known))
		message := fmt.Sprintf("$%s has no function %s: it has %s", r.Name, called, strings.Join(names, ", "))
		for _, name := range names {
			if strings.EqualFold(name, called) {
				message = fmt.Sprintf("$%s has no function %s: it is called %s", r.Name, called, name)
			}
		}
		l.at(r.Steps[0].Pos.Offset, message)
		return true
	})
}
