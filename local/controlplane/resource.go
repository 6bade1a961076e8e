package controlplane

import (
	"regexp"
	"strings"
)

// Resource is a node of an API's path tree. PathPart is empty for the root.
type Resource struct {
	Region    string `json:"region"`
	ID        string `json:"id"`
	RestAPIID string `json:"restApi"`
	ParentID  string `json:"parentId,omitempty"`
	PathPart  string `json:"pathPart,omitempty"`
	Path      string `json:"path"`
}

func (Resource) kind() string  { return "apigateway.Resource" }
func (r Resource) key() string { return r.Region + "/" + r.RestAPIID + "/" + r.ID }

var pathPart = regexp.MustCompile(`^([a-zA-Z0-9._:,-]+|\{[a-zA-Z0-9._:-]+\+?\})$`)

// CreateResource is apigateway:CreateResource.
func (c *Client) CreateResource(in Resource) (Resource, error) {
	in.Region, in.ID = c.region, c.account.ids()
	err := c.account.update(func(t *tx) error {
		path, err := c.resourcePath(t, in)
		if err != nil {
			return err
		}
		in.Path = path
		store(t, in)
		return nil
	})
	return in, err
}

// resourcePath checks a resource's place in the tree and says its path.
func (c *Client) resourcePath(t *tx, in Resource) (string, error) {
	if _, err := c.restAPI(t, in.RestAPIID); err != nil {
		return "", err
	}
	parent, err := c.resource(t, in.RestAPIID, in.ParentID)
	if err != nil {
		return "", err
	}
	if !pathPart.MatchString(in.PathPart) {
		return "", badRequest("Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")
	}
	if strings.HasSuffix(parent.PathPart, "+}") {
		return "", badRequest("Cannot create a child of a resource with a greedy path variable: %s", parent.Path)
	}
	variable := strings.HasPrefix(in.PathPart, "{")
	for _, sibling := range list[Resource](t, c.apiKey(in.RestAPIID, "")) {
		if sibling.ParentID != in.ParentID || sibling.ID == in.ID {
			continue
		}
		if sibling.PathPart == in.PathPart {
			return "", conflict("Another resource with the same parent already has this name: %s", in.PathPart)
		}
		if variable && strings.HasPrefix(sibling.PathPart, "{") && strings.HasSuffix(sibling.PathPart, "+}") == strings.HasSuffix(in.PathPart, "+}") {
			return "", badRequest("A sibling (%s) of this resource already has a variable path part -- only one is allowed", sibling.PathPart)
		}
	}
	return strings.TrimSuffix(parent.Path, "/") + "/" + in.PathPart, nil
}

// Resource is apigateway:GetResource.
func (c *Client) Resource(restAPI, id string) (r Resource, err error) {
	err = c.account.read(func(t *tx) (err error) {
		if _, err = c.restAPI(t, restAPI); err != nil {
			return err
		}
		r, err = c.resource(t, restAPI, id)
		return err
	})
	return r, err
}

// UpdateResource is apigateway:UpdateResource: renames or moves a resource, and so all below it.
func (c *Client) UpdateResource(in Resource) (Resource, error) {
	err := c.account.update(func(t *tx) error {
		if _, err := c.resource(t, in.RestAPIID, in.ID); err != nil {
			return err
		}
		in.Region = c.region
		for at := in.ParentID; at != ""; {
			if at == in.ID {
				return badRequest("Cannot move a resource below itself")
			}
			up, err := c.resource(t, in.RestAPIID, at)
			if err != nil {
				return err
			}
			at = up.ParentID
		}
		path, err := c.resourcePath(t, in)
		if err != nil {
			return err
		}
		in.Path = path
		store(t, in)
		c.repath(t, in)
		return nil
	})
	return in, err
}

func (c *Client) repath(t *tx, parent Resource) {
	for _, r := range c.children(t, parent) {
		r.Path = strings.TrimSuffix(parent.Path, "/") + "/" + r.PathPart
		store(t, r)
		c.repath(t, r)
	}
}

func (c *Client) children(t *tx, parent Resource) []Resource {
	var out []Resource
	for _, r := range list[Resource](t, c.apiKey(parent.RestAPIID, "")) {
		if r.ParentID == parent.ID {
			out = append(out, r)
		}
	}
	return out
}

// DeleteResource is apigateway:DeleteResource: its children and methods go with it.
func (c *Client) DeleteResource(restAPI, id string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.resource(t, restAPI, id)
		if err != nil {
			return err
		}
		c.removeResource(t, r)
		return nil
	})
}

func (c *Client) removeResource(t *tx, r Resource) {
	for _, child := range c.children(t, r) {
		c.removeResource(t, child)
	}
	prefix := r.key() + "/"
	removeAll[Method](t, prefix)
	removeAll[MethodResponse](t, prefix)
	removeAll[Integration](t, prefix)
	removeAll[IntegrationResponse](t, prefix)
	remove(t, r)
}

func (c *Client) resource(t *tx, restAPI, id string) (Resource, error) {
	r, ok := load[Resource](t, c.apiKey(restAPI, id))
	if !ok {
		return r, notFound("Invalid Resource identifier specified")
	}
	return r, nil
}
