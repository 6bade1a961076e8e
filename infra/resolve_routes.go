package infra

// routes checks endpoints against one another.
func (r *resolver) routes(endpoints []resolvedEndpoint) {
	parameters := map[string]string{} // parent path: the parameter below it
	files := map[string]string{}      // model name: its file
	for i, e := range endpoints {
		where := endpointName(i, e.Endpoint)
		parent := ""
		for _, s := range e.route.Path {
			if s.Parameter != "" {
				other, taken := parameters[parent]
				if !taken {
					parameters[parent] = s.Text
				} else if other != s.Text {
					r.add(where, "%s/ has both %s and %s below it, but API Gateway takes one parameter in one place; name them the same", parent, other, s.Text)
				}
			}
			parent += "/" + s.Text
		}
		if e.model == nil {
			continue
		}
		if other, ok := files[e.model.name]; ok && other != e.model.file {
			r.add(where, "the models %s and %s would both be named %s in API Gateway, which takes only letters and digits; rename a file", other, e.model.file, e.model.name)
		}
		files[e.model.name] = e.model.file
	}
}
