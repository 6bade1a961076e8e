package schema

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed sdk.json
var sdk []byte

// types are the SDK's types by token, each decoded when it is asked for.
var types = sync.OnceValue(func() map[string]json.RawMessage {
	var out map[string]json.RawMessage
	if err := json.Unmarshal(sdk, &out); err != nil {
		panic(fmt.Sprintf("schema: sdk.json: %v", err))
	}
	return out
})

// Of returns the properties of a type: the SDK's, changed by the facts. A token that sdk.json does not
// have is a mistake in a table of this program: Of panics and names the command that derives it.
func Of(token string, facts Facts) []Property {
	raw, ok := types()[token]
	if !ok {
		panic(fmt.Sprintf("schema: sdk.json does not have %s: derive it with `go test ./local/provider/registry -run TestSDK -update`", token))
	}
	var properties []Property
	if err := json.Unmarshal(raw, &properties); err != nil {
		panic(fmt.Sprintf("schema: sdk.json: %s: %v", token, err))
	}
	return facts.apply(token, properties)
}
