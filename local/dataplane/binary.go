package dataplane

import (
	"encoding/base64"
	"strings"

	"lambdaless/local/dataplane/encoding"
	"lambdaless/local/dataplane/mapping"
)

// binaryTypes are an API's binaryMediaTypes
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html).
type binaryTypes []string

func compileBinaryTypes(types []string) binaryTypes {
	compiled := make(binaryTypes, len(types))
	for i, name := range types {
		// The control plane's patch operations write the slash as ~1.
		compiled[i] = mapping.MediaType(strings.ReplaceAll(name, "~1", "/"))
	}
	return compiled
}

// match says whether a media type is binary. */* matches all, image/* a family (GW-110).
func (b binaryTypes) match(kind string) bool {
	for _, pattern := range b {
		family, wild := strings.CutSuffix(pattern, "/*")
		if pattern == "*/*" || pattern == kind || wild && strings.HasPrefix(kind, family+"/") {
			return true
		}
	}
	return false
}

const (
	convertToBinary = "CONVERT_TO_BINARY"
	convertToText   = "CONVERT_TO_TEXT"
)

// payload is a body between the conversion and the template: text, or bytes no template can read.
type payload struct {
	text   string
	bytes  []byte
	binary bool
}

// convertPayload applies contentHandling to a body. wanted says that the receiver takes binary: a client
// whose Accept is a binary type, a back end whose request has one.
func convertPayload(body []byte, isBinary, wanted bool, handling string) (payload, error) {
	if isBinary {
		if handling == convertToText || handling == "" && !wanted {
			return payload{text: base64.StdEncoding.EncodeToString(body)}, nil
		}
		return payload{bytes: body, binary: true}, nil
	}
	if handling == convertToBinary || handling == "" && wanted {
		decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(body)))
		if err != nil {
			return payload{}, err
		}
		return payload{bytes: decoded, binary: true}, nil
	}
	return payload{text: encoding.Text(body)}, nil
}

// raw is what is sent on when no template applies.
func (p payload) raw() []byte {
	if p.binary {
		return p.bytes
	}
	return []byte(p.text)
}
