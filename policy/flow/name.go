package flow

import (
	"strconv"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// name is the expression's source in a canonical spelling.
func name(e parse.Expr) string {
	var out strings.Builder
	writeName(&out, e)
	return out.String()
}

func writeName(out *strings.Builder, e parse.Expr) {
	list := func(open string, items []parse.Expr, end string) {
		out.WriteString(open)
		for i, item := range items {
			if i > 0 {
				out.WriteString(", ")
			}
			writeName(out, item)
		}
		out.WriteString(end)
	}
	switch e := e.(type) {
	case *parse.Reference:
		out.WriteString("$" + e.Name)
		for _, step := range e.Steps {
			switch {
			case step.Index:
				list("[", step.Args, "]")
			case step.Method != "":
				list("."+step.Method+"(", step.Args, ")")
			default:
				out.WriteString("." + step.Property)
			}
		}
	case *parse.StringLiteral:
		if e.Raw != "" {
			out.WriteString(e.Raw)
		} else {
			out.WriteString(strconv.Quote(e.Value))
		}
	case *parse.NumberLiteral:
		out.WriteString(e.Raw)
	case *parse.BoolLiteral:
		out.WriteString(strconv.FormatBool(e.Value))
	case *parse.ListLiteral:
		list("[", e.Items, "]")
	case *parse.MapLiteral:
		out.WriteString("{")
		for i := range e.Keys {
			if i > 0 {
				out.WriteString(", ")
			}
			writeName(out, e.Keys[i])
			out.WriteString(":")
			writeName(out, e.Values[i])
		}
		out.WriteString("}")
	case *parse.Range:
		list("[", []parse.Expr{e.From, e.To}, "]")
	case *parse.Binary:
		writeName(out, e.X)
		out.WriteString(" " + e.Op + " ")
		writeName(out, e.Y)
	case *parse.Not:
		out.WriteString("!")
		writeName(out, e.X)
	case *parse.Paren:
		list("(", []parse.Expr{e.X}, ")")
	case *parse.Word:
		out.WriteString(e.Name)
	}
}
