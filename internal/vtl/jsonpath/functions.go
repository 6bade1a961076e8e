package jsonpath

import (
	"math"

	"lambdaless/internal/vtl/java"
)

// functions may be called at the end of a path. They get the value before them and the arguments.
var functions map[string]func(*evaluation, any, []any) any

func init() {
	functions = map[string]func(*evaluation, any, []any) any{
		"length": length,
		"size":   length,
		"keys":   keys,
		"min":    aggregate(func(n []float64) float64 { return fold(n, math.Min) }),
		"max":    aggregate(func(n []float64) float64 { return fold(n, math.Max) }),
		"sum":    aggregate(sum),
		"avg":    aggregate(func(n []float64) float64 { return sum(n) / float64(len(n)) }),
		"first":  func(e *evaluation, v any, _ []any) any { return e.element(v, 0) },
		"last":   func(e *evaluation, v any, _ []any) any { return e.element(v, -1) },
		"index": func(e *evaluation, v any, args []any) any {
			if len(args) == 0 || !java.IsNumber(args[0]) {
				e.invalid("index() needs a number")
			}
			return e.element(v, int(java.Int32(args[0])))
		},
	}
}

// unsupported are functions that Jayway has and we do not: no template is known to use them.
var unsupported = map[string]bool{"stddev": true, "concat": true, "append": true}

// call evaluates a function's arguments and the function.
func (e *evaluation) call(t *token, model any) any {
	e.visit()
	args := make([]any, len(t.args))
	for i, a := range t.args {
		args[i] = a.value
		if a.path == nil {
			continue
		}
		v, found, err := a.path.read(e.root, e.root, e.budget)
		if err != nil {
			panic(err)
		}
		if !found {
			panic(notFound{})
		}
		args[i] = v
	}
	return functions[t.name](e, model, args)
}

func length(_ *evaluation, v any, args []any) any {
	if len(args) > 0 {
		v = args[0]
	}
	switch v := v.(type) {
	case *java.List:
		return java.Int(v.Len())
	case *java.Map:
		return java.Int(v.Len())
	}
	return nil
}

func keys(_ *evaluation, v any, _ []any) any {
	if m, ok := v.(*java.Map); ok {
		return &java.View{Map: m, Kind: java.KeySet}
	}
	return nil
}

// numbers collects the numbers in the values, which may be lists.
func (e *evaluation) numbers(values ...any) []float64 {
	var found []float64
	for _, v := range values {
		if list, ok := v.(*java.List); ok {
			for _, item := range list.Items {
				e.budget.Work(4)
				if java.IsNumber(item) {
					found = append(found, java.Float64(item))
				}
			}
		} else if java.IsNumber(v) {
			found = append(found, java.Float64(v))
		}
	}
	return found
}

func aggregate(f func([]float64) float64) func(*evaluation, any, []any) any {
	return func(e *evaluation, v any, args []any) any {
		var found []float64
		if list, ok := v.(*java.List); ok {
			found = e.numbers(list)
		}
		found = append(found, e.numbers(args...)...)
		if len(found) == 0 {
			e.invalid("Aggregation function attempted to calculate value using empty array")
		}
		return f(found)
	}
}

func fold(n []float64, f func(x, y float64) float64) float64 {
	result := n[0]
	for _, x := range n[1:] {
		result = f(result, x)
	}
	return result
}

func sum(n []float64) float64 {
	total := 0.0
	for _, x := range n {
		total += x
	}
	return total
}

func (e *evaluation) element(v any, i int) any {
	list, ok := v.(*java.List)
	if !ok {
		e.invalid("%s is not an array", java.String(v))
	}
	if i < 0 {
		i += list.Len()
	}
	if i < 0 || i >= list.Len() {
		panic(notFound{})
	}
	return list.Items[i]
}
