// Package website serves the page in web/ on the laptop: the built files, the stack's outputs, the API below the
// same origin, and a login page in place of Cognito's.
package website

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httputil"
	"net/url"
)

// Site is what the page is about.
type Site struct {
	Files  fs.FS  // the built page, with index.html
	APIURL string // of the stage, without a slash at the end
	APIKey string // empty where the API needs none
	Login  *Login // nil where the stack has no login
}

// apiPath is where the API is below the page's origin, so that it needs no CORS.
const apiPath = "/api"

// Handler serves the site. It fails if APIURL is not a valid URL.
func (s Site) Handler() (http.Handler, error) {
	target, err := url.Parse(s.APIURL)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(s.Files))
	mux.HandleFunc("/outputs.json", s.outputs)
	mux.Handle(apiPath+"/", http.StripPrefix(apiPath, &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
	}))
	if s.Login != nil {
		s.Login.routes(mux)
	}
	return secured(mux), nil
}

// outputs are those that the page reads, with addresses below its own origin.
func (s Site) outputs(w http.ResponseWriter, r *http.Request) {
	origin := "http://" + r.Host
	values := map[string]any{"apiUrl": origin + apiPath}
	if s.APIKey != "" {
		values["apiKey"] = s.APIKey
	}
	if s.Login != nil {
		values["loginUrl"], values["clientId"], values["scopes"] = origin, s.Login.ClientID, s.Login.Scopes
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(values)
}

// secured adds the headers that a page should have on AWS, too.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}
