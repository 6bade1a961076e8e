package parse

// Walk calls visit for a node and, as long as visit returns true, for the nodes in it, in the order of
// the source. Bodies of macros, which are never rendered, are not visited.
func Walk(n Node, visit func(Node) bool) {
	if isNil(n) || !visit(n) {
		return
	}
	each := func(children ...Expr) {
		for _, c := range children {
			if c != nil {
				Walk(c, visit)
			}
		}
	}
	switch n := n.(type) {
	case *Block:
		for _, s := range n.List {
			Walk(s, visit)
		}
	case *Set:
		each(n.Target, n.Value)
	case *If:
		for _, b := range n.Branches {
			each(b.Condition)
			Walk(b.Body, visit)
		}
		Walk(n.Else, visit)
	case *Foreach:
		each(n.Args...)
		Walk(n.Body, visit)
	case *Define:
		each(n.Arg)
		Walk(n.Body, visit)
	case *Break:
		each(n.Scope)
	case *Stop:
		each(n.Message)
	case *Load:
		each(n.Args...)
	case *Call:
		each(n.Args...)
	case *Reference:
		for i := range n.Steps {
			each(n.Steps[i].Args...)
		}
	case *StringLiteral:
		Walk(n.Parts, visit)
	case *ListLiteral:
		each(n.Items...)
	case *MapLiteral:
		for i := range n.Keys {
			each(n.Keys[i], n.Values[i])
		}
	case *Range:
		each(n.From, n.To)
	case *Binary:
		each(n.X, n.Y)
	case *Not:
		each(n.X)
	case *Paren:
		each(n.X)
	}
}

func isNil(n Node) bool {
	b, ok := n.(*Block)
	return n == nil || ok && b == nil
}
