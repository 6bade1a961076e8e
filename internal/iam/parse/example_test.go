package parse_test

import (
	"fmt"

	"lambdaless/internal/iam/parse"
)

// Everything that is wrong with a document is reported at once, after the words of AWS.
func ExampleIdentity_error() {
	_, err := parse.Identity(`{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"GetItem","Resource":"*"}]}`)
	fmt.Println(err)
	// Output:
	// MalformedPolicyDocument: The policy failed legacy parsing
	//   Statement[0].Effect (1:48): "allow" is not an effect; write "Allow" or "Deny"
	//   Statement[0].Action (1:65): "GetItem" has no service prefix; write service:action, such as dynamodb:GetItem
}
