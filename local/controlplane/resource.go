package controlplane

import (
	"regexp"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

var pathPart = regexp.MustCompile(`^([a-zA-Z0-9._:,-]+|\{[a-zA-Z0-9._:-]+\+?\})$`)

// Resources are the resources of REST APIs: apigateway:CreateResource, GetResource, UpdateResource, which
// renames or moves a resource and so all below it, and DeleteResource, which deletes its children and
// methods too.
var Resources = Collection[apigateway.Resource]{
	find: func(c *Client, t *store.Tx, r apigateway.Resource) (apigateway.Resource, error) {
		if _, err := c.restAPI(t, r.RestAPIID); err != nil {
			return r, err
		}
		return c.resource(t, r.RestAPIID, r.ID)
	},
	create: func(c *Client, t *store.Tx, in *apigateway.Resource) (err error) {
		in.Region, in.ID = c.region, c.account.ids()
		if in.Path, err = c.resourcePath(t, *in); err != nil {
			return err
		}
		return gatewayQuota(len(store.List[apigateway.Resource](t, c.apiKey(in.RestAPIID, ""))), maxResources, "Resources")
	},
	update: func(c *Client, t *store.Tx, old apigateway.Resource, in *apigateway.Resource) (err error) {
		in.Region = c.region
		if old.ParentID == "" {
			if err := checkRoot(old, *in); err != nil {
				return err
			}
			*in = old
			return nil
		}
		for at := in.ParentID; at != ""; {
			if at == in.ID {
				return badRequest("Resources cannot be cyclical.")
			}
			up, err := c.resource(t, in.RestAPIID, at)
			if err != nil {
				return err
			}
			at = up.ParentID
		}
		if in.Path, err = c.resourcePath(t, *in); err == nil {
			c.repath(t, *in)
		}
		return err
	},
	release: func(c *Client, t *store.Tx, r apigateway.Resource) error {
		c.removeResource(t, r)
		return nil
	},
}

// resourcePath checks a resource's place in the tree and says its path.
func (c *Client) resourcePath(t *store.Tx, in apigateway.Resource) (string, error) {
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
		return "", badRequest("Cannot create a child of a resource with a greedy path variable: %s", parent.PathPart)
	}
	variable := strings.HasPrefix(in.PathPart, "{")
	for _, sibling := range store.List[apigateway.Resource](t, c.apiKey(in.RestAPIID, "")) {
		if sibling.ParentID != in.ParentID || sibling.ID == in.ID {
			continue
		}
		if sibling.PathPart == in.PathPart {
			return "", conflict("Another resource with the same parent already has this name: %s", in.PathPart)
		}
		if variable && strings.HasPrefix(sibling.PathPart, "{") { // greedy or not
			return "", badRequest("A sibling (%s) of this resource already has a variable path part -- only one is allowed", sibling.PathPart)
		}
	}
	return strings.TrimSuffix(parent.Path, "/") + "/" + in.PathPart, nil
}

// checkRoot refuses every change of the root resource.
func checkRoot(old, in apigateway.Resource) error {
	switch {
	case in.PathPart != old.PathPart && in.PathPart != "/": // the provider reads the root's path part as "/"
		return badRequest("Root resource cannot update its pathPart.")
	case in.ParentID != "":
		return badRequest("Root resource cannot update its parentId.")
	}
	return nil
}

func (c *Client) repath(t *store.Tx, parent apigateway.Resource) {
	for _, r := range c.children(t, parent) {
		r.Path = strings.TrimSuffix(parent.Path, "/") + "/" + r.PathPart
		store.Put(t, r)
		c.repath(t, r)
	}
}

func (c *Client) children(t *store.Tx, parent apigateway.Resource) []apigateway.Resource {
	var out []apigateway.Resource
	for _, r := range store.List[apigateway.Resource](t, c.apiKey(parent.RestAPIID, "")) {
		if r.ParentID == parent.ID {
			out = append(out, r)
		}
	}
	return out
}

func (c *Client) removeResource(t *store.Tx, r apigateway.Resource) {
	for _, child := range c.children(t, r) {
		c.removeResource(t, child)
	}
	prefix := r.Key() + "/"
	store.RemoveAll[apigateway.Method](t, prefix)
	store.RemoveAll[apigateway.MethodResponse](t, prefix)
	store.RemoveAll[apigateway.Integration](t, prefix)
	store.RemoveAll[apigateway.IntegrationResponse](t, prefix)
	store.Remove(t, r)
}

func (c *Client) resource(t *store.Tx, restAPI, id string) (apigateway.Resource, error) {
	return store.Find[apigateway.Resource](t, nil, c.apiKey(restAPI, id), notFound("Invalid Resource identifier specified"))
}
