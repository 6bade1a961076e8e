package declared

import (
	"encoding/json"
	"fmt"

	"lambdaless/infra/item/itemtest"
)

// transaction stores an item and counts it, or does neither.
func (s *scenario) transaction() error {
	request, body := s.newKey(), s.d.Body(s.r)
	id := fmt.Sprintf("%s%d", itemtest.Text(s.r), s.seed)
	last := itemtest.KeyText(s.r)
	request = with(request, itemtest.Request{"query.entry": id + "/entry", "query.gate": id, "query.last": last, "query.room": "5", "query.old": id + "/old"})
	entry := map[string]any{"id": attribute("S", id+"/entry"), "room": attribute("N", "4.5")}
	gate := map[string]any{"id": attribute("S", "GATE#"+id), "state": attribute("S", "shut")}
	for _, step := range []struct {
		status int
		before func() error
	}{
		{404, func() error { gate["state"] = attribute("S", "open"); return s.store(gate) }},
		{410, func() error { return s.store(entry) }},
		{423, func() error {
			entry["room"], gate["state"] = attribute("N", "5"), attribute("S", "shut")
			if err := s.store(gate); err != nil {
				return err
			}
			return s.store(entry)
		}},
	} {
		if err := step.before(); err != nil {
			return err
		}
		if _, err := s.want(step.status, "transact", request, body); err != nil {
			return err
		}
		if _, err := s.want(404, "get", request, nil); err != nil {
			return fmt.Errorf("after %d nothing is stored: %w", step.status, err)
		}
	}
	gate["state"] = attribute("S", "open")
	if err := s.store(gate); err != nil {
		return err
	}
	if _, err := s.want(201, "transact", request, body); err != nil {
		return err
	}
	if _, err := s.want(409, "transact", request, s.d.Body(s.r)); err != nil {
		return err
	}
	for _, room := range []string{`5"},"x":{"N":"1`, "x"} {
		if _, err := s.want(400, "transact", with(request, itemtest.Request{"query.room": room}), body); err != nil {
			return err
		}
	}
	if err := s.stored(request, body); err != nil {
		return err
	}
	return s.counted(id+"/entry", last)
}

func attribute(kind, text string) map[string]any { return map[string]any{kind: text} }

// store puts an entry into the ledger.
func (s *scenario) store(entry map[string]any) error {
	text, err := json.Marshal(map[string]any{"TableName": itemtest.Ledger.Name, "Item": entry})
	if err != nil {
		return err
	}
	back, err := s.db.Call(s.ctx, "us-east-1", "PutItem", text)
	if err != nil || back.StatusCode != 200 {
		return fmt.Errorf("PutItem %s: %w %s", text, err, back.Body)
	}
	return nil
}

// counted expects an entry of the ledger to have been counted once.
func (s *scenario) counted(id, last string) error {
	text, err := json.Marshal(map[string]any{"TableName": itemtest.Ledger.Name, "Key": map[string]any{"id": attribute("S", id)}})
	if err != nil {
		return err
	}
	back, err := s.db.Call(s.ctx, "us-east-1", "GetItem", text)
	if err != nil {
		return err
	}
	var got struct {
		Item struct {
			Count struct{ N string }
			Last  struct{ S string }
			Notes struct{ SS []string }
		}
	}
	if err := json.Unmarshal(back.Body, &got); err != nil {
		return err
	}
	if got.Item.Count.N != "1" || got.Item.Last.S != last || len(got.Item.Notes.SS) != 1 || got.Item.Notes.SS[0] != last {
		return fmt.Errorf("the entry is %s, want it counted once with %q", back.Body, last)
	}
	return nil
}
