package infra

import (
	"encoding/json"
	"fmt"
)

// endpointJSON is an endpoint as JSON, with what its Call has said.
type endpointJSON struct {
	*plainEndpoint
	Called called
}

type plainEndpoint Endpoint // without the methods that would be called again

// MarshalJSON writes an endpoint of an API that is Expanded: a Call is code, which JSON cannot hold.
func (e Endpoint) MarshalJSON() ([]byte, error) {
	if e.Call != nil {
		return nil, fmt.Errorf("%s has a Call: use API.Expanded first", e.Route())
	}
	return json.Marshal(endpointJSON{(*plainEndpoint)(&e), e.called})
}

// UnmarshalJSON reads what MarshalJSON has written.
func (e *Endpoint) UnmarshalJSON(text []byte) error {
	read := endpointJSON{plainEndpoint: (*plainEndpoint)(e)}
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	e.called = read.Called
	return nil
}

// responseJSON is a response as JSON, with what its endpoint's Call has said.
type responseJSON struct {
	*plainResponse
	CallSchema  string   `json:",omitempty"`
	CallHeaders []string `json:",omitempty"`
}

type plainResponse Response

// MarshalJSON writes a response of an API that is Expanded.
func (r Response) MarshalJSON() ([]byte, error) {
	return json.Marshal(responseJSON{(*plainResponse)(&r), r.schema, r.headers})
}

// UnmarshalJSON reads what MarshalJSON has written.
func (r *Response) UnmarshalJSON(text []byte) error {
	read := responseJSON{plainResponse: (*plainResponse)(r)}
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	r.schema, r.headers = read.CallSchema, read.CallHeaders
	return nil
}
