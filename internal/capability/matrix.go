package capability

import (
	"cmp"
	"slices"
	"strings"
)

// Verdict is the outcome of a proof.
type Verdict string

// The verdicts. Waived is a violation or an undecided proof that was accepted in writing.
const (
	Proven    Verdict = "proven"
	Violated  Verdict = "violated"
	Undecided Verdict = "undecided"
	Waived    Verdict = "waived"
)

// Row is one method and what it may do.
type Row struct {
	// API is the API's name, empty where it is not known.
	API  string `json:"api,omitempty"`
	Verb string `json:"verb"`
	Path string `json:"path"`
	// Operation is the DynamoDB operation of the integration: "GetItem". Empty for a MOCK integration.
	Operation string `json:"operation,omitempty"`
	// Actions are the IAM actions that the operation needs: "dynamodb:GetItem".
	Actions []string `json:"actions,omitempty"`
	// Resources are the tables and indexes that the method uses: "table/movies",
	// "table/movies/index/by-year". Keys are named "kms:" and the key.
	Resources []string `json:"resources,omitempty"`
	// Principal is the role that DynamoDB sees.
	Principal string `json:"principal,omitempty"`
	// Access says who may call: "open", "api-key", "AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM", with
	// " + api-key" where a key is asked for as well.
	Access string `json:"access"`
	// Grants are the role's permissions, as "action on resource" spelled as its policies do, with
	// the account's own ARN prefix left out. For a proven row they say what Actions and Resources say.
	Grants []string `json:"grants,omitempty"`
	// Verdict sums up all rules that look at the method, its integration and its role.
	Verdict Verdict `json:"verdict"`
	// Rules are the ids of the rules that are not proven for the row.
	Rules []string `json:"rules,omitempty"`
}

// Route is how people name the method: "GET /{name}".
func (r Row) Route() string { return r.Verb + " " + r.Path }

// Matrix is every method of a stack.
type Matrix struct {
	Project string `json:"project"`
	Stack   string `json:"stack"`
	Rows    []Row  `json:"rows"`
}

// Sort puts rows in the order of API, path and verb, and sorts every list within a row.
func (m *Matrix) Sort() {
	for i := range m.Rows {
		r := &m.Rows[i]
		slices.Sort(r.Actions)
		slices.Sort(r.Resources)
		slices.Sort(r.Grants)
		slices.Sort(r.Rules)
	}
	slices.SortFunc(m.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.API, b.API), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Verb, b.Verb),
			cmp.Compare(a.Principal, b.Principal), slices.Compare(a.Grants, b.Grants))
	})
}

// Proven reports whether every row is proven or waived.
func (m Matrix) Proven() bool {
	return !slices.ContainsFunc(m.Rows, func(r Row) bool { return r.Verdict == Violated || r.Verdict == Undecided })
}

// severalAPIs reports whether the rows need to say which API they are of.
func (m Matrix) severalAPIs() bool {
	return slices.ContainsFunc(m.Rows, func(r Row) bool { return r.API != m.Rows[0].API })
}

// columns are the heading and the cells of every row, as text and Markdown show them.
func (m Matrix) columns() (heading []string, rows [][]string) {
	heading = []string{"VERB", "PATH", "NEEDS", "ON", "GRANTED", "PRINCIPAL", "ACCESS", "VERDICT"}
	apis := m.severalAPIs()
	if apis {
		heading = append([]string{"API"}, heading...)
	}
	for _, r := range m.Rows {
		verdict := string(r.Verdict)
		if len(r.Rules) > 0 {
			verdict += " (" + strings.Join(r.Rules, ", ") + ")"
		}
		cells := []string{
			r.Verb, r.Path, orDash(strings.Join(r.Actions, ", ")), orDash(strings.Join(r.Resources, ", ")),
			r.granted(), orDash(r.Principal), orDash(r.Access), verdict,
		}
		if apis {
			cells = append([]string{orDash(r.API)}, cells...)
		}
		rows = append(rows, cells)
	}
	return heading, rows
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// granted lists the role's permissions: "the same" where they equal the method's needs.
func (r Row) granted() string {
	var needs []string
	for _, action := range r.Actions {
		for _, resource := range r.Resources {
			if strings.HasPrefix(action, "kms:") == strings.HasPrefix(resource, "kms:") {
				needs = append(needs, action+" on "+resource)
			}
		}
	}
	slices.Sort(needs)
	switch {
	case len(r.Grants) == 0 && len(r.Actions) == 0:
		return "-"
	case len(r.Grants) == 0:
		return "nothing"
	case slices.Equal(needs, r.Grants):
		return "the same"
	}
	return strings.Join(byResource(r.Grants), "; ")
}

// byResource joins the actions of permissions that are on one resource.
func byResource(grants []string) []string {
	var resources []string
	actions := map[string][]string{}
	for _, grant := range grants {
		action, resource, _ := strings.Cut(grant, " on ")
		if actions[resource] == nil {
			resources = append(resources, resource)
		}
		actions[resource] = append(actions[resource], action)
	}
	for i, resource := range resources {
		resources[i] = strings.Join(actions[resource], ", ") + " on " + resource
	}
	return resources
}
