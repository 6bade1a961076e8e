package facts

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Use is an IAM action that an integration's requests need on a table or an index.
type Use struct {
	Action string
	// Table is the table's physical name as the template has it, and Index the index's.
	Table, Index string
}

// Needs is what an integration's requests need, over all its templates and all ways through them.
type Needs struct {
	Uses []Use
	// Capabilities are the uses with ARNs, and the right to use the tables' keys.
	Capabilities []iam.Capability
	// Keys are the customers' KMS keys among them.
	Keys []NeededKey
	// Returns are what a write answers of the items that it writes over, or of those that a condition
	// refused: "ReturnValues ALL_OLD". That is a read.
	Returns []string
	// Undecided are why the needs are not complete, but for Unread.
	Undecided []rule.Finding
	// Unread says that a template is unknown or could not be followed: LP-TMPL-006 reports it.
	Unread bool
	// NoAccount says that nothing names the account, so that ARNs cannot be computed.
	NoAccount bool
}

// Needs computes an integration's needs, once.
func NeedsOf(in *rule.Context, i *model.Integration) *Needs {
	return rule.Once(in, i, func() *Needs {
		n := &Needs{}
		n.compute(in, i)
		return n
	})
}

// Complete reports whether these are all needs.
func (n *Needs) Complete() bool { return !n.Unread && len(n.Undecided) == 0 }

func (n *Needs) doubt(f rule.Finding) { n.Undecided = append(n.Undecided, f) }

func (n *Needs) compute(in *rule.Context, i *model.Integration) {
	node := i.Node
	if i.URI.Operation == "" {
		n.doubt(rule.Undecided(node, "which operation is called cannot be determined from the uri "+node.In("uri").Show()))
		return
	}
	templates, unknown := i.RequestTemplates()
	n.Unread = unknown || len(templates) == 0
	for _, t := range templates {
		a := in.Flow(t)
		if a == nil || len(a.Problems) > 0 {
			n.Unread = true
		}
		if a == nil {
			continue
		}
		for _, document := range a.Documents {
			n.uses(i, document, a)
		}
	}
	slices.SortFunc(n.Uses, func(a, b Use) int { return strings.Compare(a.Action+a.Table+a.Index, b.Action+b.Table+b.Index) })
	n.Uses = slices.Compact(n.Uses)
	n.capabilities(in, i)
}

// uses reads from one rendered request what it needs. Of a template that could not be followed it is not the whole.
func (n *Needs) uses(i *model.Integration, document *flow.Value, a *flow.Analysis) {
	node, operation, source := i.Node, i.URI.Operation, a.Source
	for _, part := range RequestParts(operation, document) {
		if part.Problem != "" && len(a.Problems) > 0 {
			continue
		}
		if part.Problem != "" {
			n.doubt(rule.Undecided(node, part.Problem).At(source, part.Line).
				Remedy("write the names of tables and indexes, and the kinds of a transaction's parts, as literals"))
			continue
		}
		actions, err := iam.RequiredActions(operation, part.Elements...)
		if err != nil {
			n.doubt(rule.Undecided(node, err.Error()).At(source, part.Line))
			continue
		}
		for _, option := range []string{"ReturnValues", "ReturnValuesOnConditionCheckFailure"} {
			texts, _ := literalTexts(part.Body, option)
			for _, text := range texts {
				if text != "NONE" && !slices.Contains(n.Returns, option+" "+text) {
					n.Returns = append(n.Returns, option+" "+text)
				}
			}
		}
		for _, action := range actions {
			n.Uses = append(n.Uses, Use{action, part.Table, part.Index})
		}
	}
}

func (n *Needs) capabilities(in *rule.Context, i *model.Integration) {
	account := in.Account()
	if account == "" {
		n.NoAccount = true
		n.doubt(rule.Undecided(i.Node, "the account cannot be determined: no resource exists yet and no document names it").
			Remedy("compute the ARNs in the roles' documents from aws.GetCallerIdentity, which runs at preview"))
		return
	}
	for _, use := range n.Uses {
		table := in.TableNamed(use.Table)
		arn := use.Table
		switch {
		case strings.HasPrefix(arn, "arn:"):
		case table != nil:
			arn = TableARN(in, i, table)
		default:
			arn = iam.TableARN(i.URI.Partition, i.URI.Region, account, use.Table)
		}
		if use.Index != "" {
			arn = iam.IndexARN(arn, use.Index)
		}
		n.Capabilities = append(n.Capabilities, iam.Capability{Action: use.Action, Resource: arn})
		if table == nil {
			continue
		}
		n.key(in, table)
	}
}

// key adds the right to use a table's key.
func (n *Needs) key(in *rule.Context, table *model.Table) {
	of := in.KeyOf(table)
	switch {
	case of == nil:
		return
	case of.Unknown != "":
		n.doubt(rule.Undecided(table.Node, of.Unknown))
		return
	}
	key := NeededKey{ARN: of.ARN, Node: of.Node}
	if key.Node != nil {
		key.ARN = KeyARN(in, key.Node)
	}
	if !slices.Contains(n.Keys, key) {
		n.Keys = append(n.Keys, key)
		n.Capabilities = append(n.Capabilities, iam.Capability{Action: "kms:Decrypt", Resource: key.ARN})
	}
}

// NeededKey is a table's key: its ARN, and its node if the stack has it. Of a key that does not exist yet the ARN
// only stands for the real one.
type NeededKey struct {
	ARN  string
	Node *graph.Node
}

// String names the key the same before and after it exists.
func (k NeededKey) String() string {
	if k.Node != nil {
		return k.Node.Name
	}
	return k.ARN
}

// Key finds a needed key by its ARN.
func (n *Needs) Key(arn string) (NeededKey, bool) {
	i := slices.IndexFunc(n.Keys, func(k NeededKey) bool { return k.ARN == arn })
	if i < 0 {
		return NeededKey{}, false
	}
	return n.Keys[i], true
}
