package declared

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"lambdaless/infra/item/itemtest"
)

// partition stores items that share a partition key and returns the requests for them.
func (s *scenario) partition(n int) ([]itemtest.Request, []map[string]any, error) {
	first := s.newKey()
	var requests []itemtest.Request
	var items []map[string]any
	for i := range n {
		request := first
		if i > 0 {
			if len(s.d.Table.Keys) == 1 {
				break
			}
			request = s.newKey()
			for name, value := range first {
				if strings.HasSuffix(name, "pk") || name == "claim.tenant" {
					request[name] = value
				}
			}
		}
		body := s.d.Body(s.r)
		if _, err := s.want(200, "put", request, body); err != nil {
			return nil, nil, err
		}
		requests, items = append(requests, request), append(items, s.item(request, body))
	}
	return requests, items, nil
}

// pages reads a list to its end and refuses cursors that were changed on the way.
func (s *scenario) pages(name string, request itemtest.Request, limit string) ([]any, error) {
	var all []any
	request = maps.Clone(request)
	if limit != "" {
		request["query.limit"] = limit
	}
	for range 50 {
		a, err := s.want(200, name, request, nil)
		if err != nil {
			return nil, err
		}
		page, _ := a.body.(map[string]any)
		items, _ := page["items"].([]any)
		all = append(all, items...)
		next, more := page["next"].(string)
		if !more {
			return all, nil
		}
		for _, changed := range tampered(s.r, next) {
			if _, err := s.want(400, name, with(request, itemtest.Request{"query.cursor": changed}), nil); err != nil {
				return nil, fmt.Errorf("%w: cursor %q changed to %q: %w", errInjected, next, changed, err)
			}
		}
		request["query.cursor"] = next
	}
	return nil, fmt.Errorf("%s never ends", name)
}

func (s *scenario) list() error {
	requests, items, err := s.partition(3)
	if err != nil {
		return err
	}
	got, err := s.pages("list", requests[0], []string{"", "1", "2"}[s.r.IntN(3)])
	if err != nil {
		return err
	}
	if err := s.sameItems("list", items, got); err != nil {
		return err
	}
	for _, limit := range []string{"0", "-1", "7", "1000", "x", "1 ", `1,"TableName":"x"`, "01", "1.0", "１"} {
		if _, err := s.want(400, "list", with(requests[0], itemtest.Request{"query.limit": limit}), nil); err != nil {
			return err
		}
	}
	a, err := s.want(200, "count", requests[0], nil)
	if err != nil {
		return err
	}
	if count := a.body.(map[string]any)["count"]; count != json.Number(fmt.Sprint(len(items))) {
		return fmt.Errorf("count answers %v for %d items", a, len(items))
	}
	if err := s.otherPartition(requests); err != nil {
		return err
	}
	return s.batch(requests, items)
}

// otherPartition refuses a cursor of another partition.
func (s *scenario) otherPartition(requests []itemtest.Request) error {
	if len(requests) < 2 {
		return nil
	}
	a, err := s.want(200, "list", with(requests[0], itemtest.Request{"query.limit": "1"}), nil)
	if err != nil {
		return err
	}
	other := s.newKey()
	if s.d.KeyValues(other)["pk"] == s.d.KeyValues(requests[0])["pk"] {
		return nil // the key is a constant
	}
	other["query.cursor"], _ = a.body.(map[string]any)["next"].(string)
	if _, err := s.want(400, "list", other, nil); err != nil {
		return fmt.Errorf("another partition's cursor: %w", err)
	}
	return nil
}

// batch reads the items by their keys at once, where the keys have no commas in them.
func (s *scenario) batch(requests []itemtest.Request, items []map[string]any) error {
	last := s.d.Table.Keys[len(s.d.Table.Keys)-1].Name
	var ids []string
	for _, request := range requests {
		id := fmt.Sprint(s.d.KeyValues(request)[last])
		if strings.Contains(id, ",") || slices.Contains(ids, id) {
			return nil
		}
		ids = append(ids, id)
	}
	a, err := s.want(200, "batch", with(requests[0], itemtest.Request{"query.ids": strings.Join(ids, ",")}), nil)
	if err != nil {
		return err
	}
	got, _ := a.body.(map[string]any)["items"].([]any)
	return s.sameItems("batch", items, got)
}

// sameItems compares lists in any order.
func (s *scenario) sameItems(what string, want []map[string]any, got []any) error {
	if len(want) != len(got) {
		return fmt.Errorf("%w: %s: %d items, want %d: %v", errLost, what, len(got), len(want), got)
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g any) bool { return itemtest.Equal(s.d.Item, w, g) }) {
			return s.same(what, w, got)
		}
	}
	return nil
}

func (s *scenario) filter() error {
	if s.methods["filter"] == nil {
		return nil
	}
	requests, items, err := s.partition(2)
	if err != nil {
		return err
	}
	all, err := s.pages("filter", requests[0], "")
	if err != nil {
		return err
	}
	if err := s.sameItems("filter without a value", items, all); err != nil {
		return err
	}
	none, err := s.pages("filter", with(requests[0], itemtest.Request{"query.f": "no such text"}), "")
	if err != nil {
		return err
	}
	return s.sameItems("filter", nil, none)
}

// index lists by the index between bounds.
func (s *scenario) index() error {
	if s.methods["index"] == nil {
		return nil
	}
	g := fmt.Sprintf("%s%d", itemtest.Text(s.r), s.seed)
	var items []map[string]any
	for h := range 3 {
		request, body := s.newKey(), s.d.Body(s.r)
		body["g"], body["h"] = g, json.Number(fmt.Sprint(h))
		if _, err := s.want(200, "put", request, body); err != nil {
			return err
		}
		items = append(items, s.item(request, body))
	}
	for _, bounds := range []struct {
		from, to string
		want     []map[string]any
	}{{"", "", items}, {"1", "", items[1:]}, {"", "1", items[:2]}, {"1", "1", items[1:2]}} {
		request := itemtest.Request{"path.g": g}
		if bounds.from != "" {
			request["query.from"] = bounds.from
		}
		if bounds.to != "" {
			request["query.to"] = bounds.to
		}
		got, err := s.pages("index", request, "")
		if err != nil {
			return err
		}
		if err := s.sameItems(fmt.Sprintf("index from %q to %q", bounds.from, bounds.to), bounds.want, got); err != nil {
			return err
		}
		sorted := sort.SliceIsSorted(got, func(a, b int) bool {
			return fmt.Sprint(got[a].(map[string]any)["h"]) < fmt.Sprint(got[b].(map[string]any)["h"])
		})
		if !sorted {
			return fmt.Errorf("index: not in order: %v", got)
		}
	}
	_, err := s.want(400, "index", itemtest.Request{"path.g": g, "query.from": `1"},"x":{"S":"`}, nil)
	return err
}
