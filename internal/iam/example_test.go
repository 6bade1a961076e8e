package iam_test

import (
	"fmt"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

// role is a role with one inline policy.
func role(document string) iam.Permissions {
	policy, err := parse.Identity(document)
	if err != nil {
		panic(err)
	}
	return iam.Permissions{
		Principal: "arn:aws:iam::123456789012:role/get-movie",
		Identity:  []iam.Named{{Name: "table", Policy: policy}},
	}
}

// A role is compared with the capabilities that its endpoint needs: whatever it may do beyond them is a
// violation, with a request that shows it.
func ExamplePermissions_Compare() {
	required := []iam.Capability{{Action: "dynamodb:GetItem", Resource: movies}}

	verdict, _ := role(iam.Minimal(required)).Compare(required)
	fmt.Println(verdict)

	verdict, findings := role(`{"Version":"2012-10-17","Statement":{
		"Effect":"Allow","Action":"dynamodb:Get*","Resource":"` + movies + `"}}`).Compare(required)
	fmt.Println(verdict)
	for _, f := range findings {
		fmt.Println(f.Action, "on", f.Resource)
	}
	// Output:
	// proven
	// violated
	// dynamodb:GetAbacStatus on arn:aws:dynamodb:us-east-1:123456789012:table/movies
}

// A request is decided as IAM decides it; a refusal has AWS's words.
func ExamplePermissions_Evaluate() {
	permissions := role(`{"Version":"2012-10-17","Statement":{
		"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"` + movies + `"}}`)
	for _, action := range []string{"dynamodb:GetItem", "dynamodb:PutItem"} {
		decision := permissions.Evaluate(iam.Request{Principal: permissions.Principal, Action: action, Resource: movies})
		fmt.Println(action, decision.Allowed)
		if !decision.Allowed {
			fmt.Println(decision.Message(permissions.Principal, action, movies))
		}
	}
	// Output:
	// dynamodb:GetItem true
	// dynamodb:PutItem false
	// User: arn:aws:iam::123456789012:role/get-movie is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:123456789012:table/movies because no identity-based policy allows the dynamodb:PutItem action
}

// Patterns are compared exactly: the witness is an action that the inner pattern matches and the outer does not.
func ExampleIncludes() {
	included, witness, _ := iam.Includes(iam.ActionPattern, "dynamodb:Get*", "dynamodb:*Item")
	fmt.Println(included, witness)
	// Output:
	// false dynamodb:item
}
