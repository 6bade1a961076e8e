package iam_test

import (
	"fmt"
	"testing"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

func BenchmarkCompare(b *testing.B) {
	for _, c := range []struct{ name, action, resource string }{
		{"exact", "dynamodb:GetItem", movies},
		{"wide-action", "dynamodb:*", movies},
		{"wide-both", "*", "*"},
		{"wide-but-exact", "dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/m*s"},
	} {
		role := roleWith(b, allow(c.action, c.resource))
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				role.Compare(getMovies)
			}
		})
	}
}

// A stack of a thousand methods, documents parsed and all.
func BenchmarkStackOf1000(b *testing.B) {
	for b.Loop() {
		for i := range 1000 {
			table := fmt.Sprintf("%s-%d", movies, i)
			p, err := parse.Identity(`{"Version":"2012-10-17","Statement":` + allow("dynamodb:GetItem", table) + `}`)
			if err != nil {
				b.Fatal(err)
			}
			verdict, _ := iam.Permissions{Principal: getRole, Identity: []iam.Named{{"p", p}}}.Compare([]iam.Capability{{"dynamodb:GetItem", table}})
			if verdict != iam.Proven {
				b.Fatal(verdict)
			}
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	role := roleWith(b, allowGet)
	for b.Loop() {
		role.Evaluate(iam.Request{Action: "dynamodb:GetItem", Resource: movies})
	}
}
