package mapping

import (
	"encoding/base64"
	"strings"

	"lambdaless/local/dataplane/encoding"
)

// BinaryTypes are an API's binaryMediaTypes
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html).
type BinaryTypes []string

// CompileBinaryTypes reads binaryMediaTypes, in the spelling of the API or of its patch operations.
func CompileBinaryTypes(types []string) BinaryTypes {
	compiled := make(BinaryTypes, len(types))
	for i, name := range types {
		// The control plane's patch operations write the slash as ~1.
		compiled[i] = MediaType(strings.ReplaceAll(name, "~1", "/"))
	}
	return compiled
}

// Match says whether a media type is binary. */* matches all, image/* a family (GW-110).
func (b BinaryTypes) Match(kind string) bool {
	for _, pattern := range b {
		family, wild := strings.CutSuffix(pattern, "/*")
		if pattern == "*/*" || pattern == kind || wild && strings.HasPrefix(kind, family+"/") {
			return true
		}
	}
	return false
}

// The values of contentHandling; empty passes through or converts as the receiver asks.
const (
	ConvertToBinary = "CONVERT_TO_BINARY"
	ConvertToText   = "CONVERT_TO_TEXT"
)

// Payload is a body between the conversion and the template: text, or bytes no template can read.
type Payload struct {
	Text   string // when Binary is false
	Bytes  []byte // when Binary is true
	Binary bool
}

// ConvertPayload applies contentHandling to a body. wanted says that the receiver takes binary: a client
// whose Accept is a binary type, a back end whose request has one.
func ConvertPayload(body []byte, isBinary, wanted bool, handling string) (Payload, error) {
	if isBinary {
		if handling == ConvertToText || handling == "" && !wanted {
			return Payload{Text: base64.StdEncoding.EncodeToString(body)}, nil
		}
		return Payload{Bytes: body, Binary: true}, nil
	}
	if handling == ConvertToBinary || handling == "" && wanted {
		decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(body)))
		if err != nil {
			return Payload{}, err
		}
		return Payload{Bytes: decoded, Binary: true}, nil
	}
	return Payload{Text: encoding.Text(body)}, nil
}

// Raw is what is sent on when no template applies.
func (p Payload) Raw() []byte {
	if p.Binary {
		return p.Bytes
	}
	return []byte(p.Text)
}
