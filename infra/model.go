package infra

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// modelName is a model's name in API Gateway, which takes only letters and digits: the model
// movie/put.model.json is MoviePutModel.
func modelName(file string) string {
	words := strings.FieldsFunc(strings.TrimSuffix(file, ".json"), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) || r > unicode.MaxASCII
	})
	var name strings.Builder
	for _, word := range words {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String()
}

const draft4 = "http://json-schema.org/draft-04/schema#"

// readModel reads a JSON schema and checks it. API Gateway validates with draft 4
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html).
func readModel(files fs.FS, file string) (string, error) {
	text, err := readFile(files, file)
	if err != nil {
		return "", err
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
	if err != nil {
		return "", fmt.Errorf("templates/%s is not JSON: %w", file, err)
	}
	if object, ok := schema.(map[string]any); !ok || object["$schema"] != draft4 {
		return "", fmt.Errorf("templates/%s: its $schema must be %q, the draft that API Gateway knows", file, draft4)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft4)
	if err := compiler.AddResource("model.json", schema); err != nil {
		return "", fmt.Errorf("templates/%s: %w", file, err)
	}
	if _, err := compiler.Compile("model.json"); err != nil {
		return "", fmt.Errorf("templates/%s is not a JSON schema: %w", file, err)
	}
	return text, nil
}
