package declared

import (
	"fmt"
	"strconv"

	"lambdaless/infra/item/itemtest"
)

// at is the request at a number of seconds after the scenario's start.
func at(request itemtest.Request, seconds int) itemtest.Request {
	return with(request, itemtest.Request{"now": strconv.Itoa(startSeconds + seconds)})
}

// expiry lets an item's life pass. From its last second on it is as if it were not there, although the
// database has not deleted it.
func (s *scenario) expiry() error {
	life := s.d.Type.Life * daySeconds
	if life == 0 {
		return nil
	}
	request, body := s.newKey(), s.d.Body(s.r)
	put := func(seconds int) error {
		_, err := s.want(200, "put", at(request, seconds), body)
		return err
	}
	if err := put(0); err != nil {
		return err
	}
	last, gone := at(request, life-1), at(request, life)
	if err := s.listed(last, 1); err != nil {
		return fmt.Errorf("in the last second: %w", err)
	}
	if err := s.listed(gone, 0); err != nil {
		return fmt.Errorf("after its life: %w", err)
	}
	patch, _ := s.change(body)
	if len(patch) > 0 {
		if _, err := s.want(404, "patch", gone, patch); err != nil {
			return err
		}
		if _, err := s.want(200, "patch", last, patch); err != nil {
			return err
		}
		if _, err := s.want(200, "get", gone, nil); err != nil {
			return fmt.Errorf("a patch begins another life: %w", err)
		}
		if err := put(0); err != nil {
			return err
		}
	}
	if _, err := s.want(404, "delete", gone, nil); err != nil {
		return err
	}
	if _, err := s.want(409, "create", last, body); err != nil {
		return err
	}
	if _, err := s.want(201, "create", gone, body); err != nil {
		return err
	}
	if _, err := s.want(200, "get", gone, nil); err != nil {
		return fmt.Errorf("created again: %w", err)
	}
	return nil
}

// listed expects an item to be read, listed and counted n times.
func (s *scenario) listed(request itemtest.Request, n int) error {
	if _, err := s.want(map[int]int{0: 404, 1: 200}[n], "get", request, nil); err != nil {
		return err
	}
	items, err := s.pages("list", request, "")
	if err != nil {
		return err
	}
	if len(items) != n {
		return fmt.Errorf("list has %d items, want %d: %v", len(items), n, items)
	}
	a, err := s.want(200, "count", request, nil)
	if err != nil {
		return err
	}
	if count := fmt.Sprint(a.body.(map[string]any)["count"]); count != strconv.Itoa(n) {
		return fmt.Errorf("count is %s, want %d", count, n)
	}
	return nil
}
