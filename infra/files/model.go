package files

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// ModelName is a model's name in API Gateway, which takes only letters and digits: the model
// movie/put.model.json is MoviePutModel.
func ModelName(file string) string {
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

// ReadSchema reads a JSON schema and checks it.
func ReadSchema(files fs.FS, file string) (string, error) {
	text, _, err := compileSchema(files, file)
	return text, err
}

// ReadModel reads a model and checks it. API Gateway validates with draft 4
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html).
func ReadModel(files fs.FS, file string) (string, error) {
	text, schema, err := compileSchema(files, file)
	if err != nil {
		return "", err
	}
	if object, ok := schema.(map[string]any); !ok || object["$schema"] != draft4 {
		return "", fmt.Errorf("templates/%s: its $schema must be %q, the draft that API Gateway knows", file, draft4)
	}
	return text, nil
}

// compileSchema returns the text of a JSON schema, and the text parsed.
func compileSchema(files fs.FS, file string) (string, any, error) {
	text, err := Read(files, file)
	if err != nil {
		return "", nil, err
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
	if err != nil {
		return "", nil, fmt.Errorf("templates/%s is not JSON: %w", file, err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft4)
	if err := compiler.AddResource("model.json", schema); err != nil {
		return "", nil, fmt.Errorf("templates/%s: %w", file, err)
	}
	if _, err := compiler.Compile("model.json"); err != nil {
		return "", nil, fmt.Errorf("templates/%s is not a JSON schema: %w", file, err)
	}
	return text, schema, nil
}
