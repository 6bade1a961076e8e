package mapping

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The rows of https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html.
func TestContentConversion(t *testing.T) {
	t.Parallel()
	const text, base64, binary = "hi", "aGk=", "\xff\xfe"
	for _, test := range []struct {
		name             string
		body             string
		isBinary, wanted bool
		handling         string
		want             string
		binary, fails    bool
	}{
		{"text", text, false, false, "", text, false, false},
		{"text to text", text, false, false, ConvertToText, text, false, false},
		{"text to binary", base64, false, false, ConvertToBinary, text, true, false},
		{"text to binary that is not Base64", "!", false, false, ConvertToBinary, "", false, true},
		{"text for one who wants binary", base64, false, true, "", text, true, false},
		{"text to text for one who wants binary", text, false, true, ConvertToText, text, false, false},
		{"binary for one who wants text", binary, true, false, "", "//4=", false, false},
		{"binary to binary", binary, true, false, ConvertToBinary, binary, true, false},
		{"binary to text", binary, true, true, ConvertToText, "//4=", false, false},
		{"binary for one who wants binary", binary, true, true, "", binary, true, false},
	} {
		t.Run("GW-110 "+test.name, func(t *testing.T) {
			t.Parallel()
			got, err := ConvertPayload([]byte(test.body), test.isBinary, test.wanted, test.handling)
			if test.fails {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, string(got.Raw()))
			assert.Equal(t, test.binary, got.Binary)
		})
	}
}

func TestBinaryMediaTypes(t *testing.T) {
	t.Parallel()
	types := CompileBinaryTypes([]string{"image/*", "application~1pdf", "Application/Zip"})
	for kind, want := range map[string]bool{
		"image/png": true, "imagex/png": false, "application/pdf": true, "application/zip": true, "application/json": false, "": false,
	} {
		assert.Equal(t, want, types.Match(kind), kind)
	}
	assert.True(t, CompileBinaryTypes([]string{"*/*"}).Match("text/plain"))
}
