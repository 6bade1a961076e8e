package declared

import (
	"fmt"
	"strings"

	"lambdaless/infra/item/itemtest"
)

func header(request itemtest.Request, name, value string) itemtest.Request {
	return with(request, itemtest.Request{"header." + name: value})
}

// versions writes on conditions: only whoever read the last version changes it.
func (s *scenario) versions() error {
	if s.d.Type.Version == "" {
		return nil
	}
	request, first, second := s.newKey(), s.d.Body(s.r), s.d.Body(s.r)
	for _, name := range []string{"If-Match", "if-match"} {
		for _, value := range []string{"*", `"none"`} {
			if _, err := s.want(412, "put", header(request, name, value), first); err != nil {
				return err
			}
		}
	}
	if _, err := s.want(404, "get", request, nil); err != nil {
		return fmt.Errorf("nothing was stored: %w", err)
	}
	a, err := s.want(200, "put", header(request, "If-None-Match", "*"), first)
	if err != nil {
		return err
	}
	old := a.etag
	for _, stale := range []itemtest.Request{
		header(request, "If-None-Match", "*"), header(request, "if-none-match", "*"), header(request, "If-None-Match", old),
		header(request, "If-Match", `"x`), header(request, "If-Match", "W/"+old), header(request, "if-match", old+", "+old),
	} {
		if _, err := s.want(412, "put", stale, second); err != nil {
			return err
		}
	}
	if err := s.stored(request, first); err != nil {
		return err
	}
	if err := s.known(request, old); err != nil {
		return err
	}
	a, err = s.want(200, "put", header(request, "If-Match", old), second)
	if err != nil {
		return err
	}
	if a.etag == old {
		return fmt.Errorf("the version is still %s", old)
	}
	if _, err := s.want(412, "put", header(request, "If-Match", old), first); err != nil {
		return err
	}
	patch, after := s.change(second)
	if len(patch) > 0 {
		if _, err := s.want(412, "patch", header(request, "If-Match", old), patch); err != nil {
			return err
		}
		if a, err = s.want(200, "patch", header(request, "if-match", a.etag), patch); err != nil {
			return err
		}
		second = after
	}
	if err := s.stored(request, second); err != nil {
		return err
	}
	if err := s.known(request, a.etag); err != nil {
		return err
	}
	return s.deleteVersion(request, old, a.etag)
}

func (s *scenario) deleteVersion(request itemtest.Request, old, last string) error {
	if _, err := s.want(412, "delete", header(request, "If-Match", old), nil); err != nil {
		return err
	}
	a, err := s.methods["delete"].call(s.ctx, s.db, header(request, "If-Match", last), nil)
	if err != nil || a.status != 200 && a.status != 204 {
		return fmt.Errorf("delete: %v %w", a, err)
	}
	_, err = s.want(404, "delete", header(request, "If-Match", last), nil)
	return err
}

// known reads an item whose version the client has, and has not.
func (s *scenario) known(request itemtest.Request, tag string) error {
	for _, has := range []string{tag, "*", "W/" + tag, `"other", ` + tag} {
		a, err := s.want(304, "get", header(request, "If-None-Match", has), nil)
		if err != nil {
			return err
		}
		if a.etag != tag || strings.TrimSpace(a.text) != "" {
			return fmt.Errorf("304 has the ETag %s, want %s, and the body %q", a.etag, tag, a.text)
		}
	}
	a, err := s.want(200, "get", header(request, "if-none-match", `"other"`), nil)
	if err == nil && a.etag != tag {
		err = fmt.Errorf("the ETag is %s, want %s", a.etag, tag)
	}
	return err
}
