package controlplane

import "encoding/json"

// Records are the records of a kind, such as "iam.Role", by key, as the account's file holds them.
func (a *Account) Records(kind string) (map[string]json.RawMessage, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.refresh(); err != nil {
		return nil, err
	}
	found := map[string]json.RawMessage{}
	for key, c := range a.records[kind] {
		found[key] = c.raw
	}
	return found, nil
}
