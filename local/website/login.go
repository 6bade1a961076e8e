package website

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Login is Cognito's hosted login without authentication: it takes any name. The code flow with PKCE is the same
// (https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html).
type Login struct {
	ClientID string
	Scopes   []string
	// Sign makes an access token for a user, valid for an hour.
	Sign func(user string) (string, error)

	mu    sync.Mutex
	codes map[string]grant
}

// grant is what a code stands for, once.
type grant struct {
	user, challenge, redirect string
	expires                   time.Time
}

const (
	codeLife  = 5 * time.Minute
	tokenLife = time.Hour
)

func (l *Login) routes(mux *http.ServeMux) {
	l.codes = map[string]grant{}
	mux.HandleFunc("GET /oauth2/authorize", l.ask)
	mux.HandleFunc("POST /oauth2/authorize", l.authorize)
	mux.HandleFunc("POST /oauth2/token", l.token)
	mux.HandleFunc("GET /logout", func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("logout_uri"); ownPage(r, to) {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		http.Error(w, "logout_uri must be this page", http.StatusBadRequest)
	})
}

// ownPage reports whether a URL is of the page that this server serves: no code goes anywhere else.
func ownPage(r *http.Request, to string) bool {
	u, err := url.Parse(to)
	return err == nil && u.Scheme == "http" && u.Host == r.Host
}

// mistake says what is wrong with a request for a code, empty for nothing.
func (l *Login) mistake(r *http.Request) string {
	q := r.URL.Query()
	switch {
	case q.Get("client_id") != l.ClientID:
		return "client_id is not the stack's clientId"
	case !ownPage(r, q.Get("redirect_uri")):
		return "redirect_uri must be this page"
	case q.Get("response_type") != "code":
		return "response_type must be code"
	case q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43:
		return "code_challenge must be a digest of the method S256"
	}
	return ""
}

func (l *Login) ask(w http.ResponseWriter, r *http.Request) {
	if wrong := l.mistake(r); wrong != "" {
		http.Error(w, wrong, http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = loginPage.Execute(w, nil)
}

func (l *Login) authorize(w http.ResponseWriter, r *http.Request) {
	user := strings.TrimSpace(r.FormValue("user"))
	if wrong := l.mistake(r); wrong != "" || user == "" || len(user) > 128 {
		http.Error(w, "a name has 1 to 128 characters. "+wrong, http.StatusBadRequest)
		return
	}
	q := r.URL.Query()
	code := rand.Text()
	l.mu.Lock()
	now := time.Now()
	for old, g := range l.codes {
		if now.After(g.expires) {
			delete(l.codes, old)
		}
	}
	l.codes[code] = grant{user: user, challenge: q.Get("code_challenge"), redirect: q.Get("redirect_uri"), expires: now.Add(codeLife)}
	l.mu.Unlock()
	to, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		http.Error(w, "redirect_uri is not a URL", http.StatusBadRequest)
		return
	}
	answer := to.Query()
	answer.Set("code", code)
	answer.Set("state", q.Get("state"))
	to.RawQuery = answer.Encode()
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// token exchanges a code for a token. A code is good for one try.
func (l *Login) token(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	g, ok := l.codes[r.FormValue("code")]
	delete(l.codes, r.FormValue("code"))
	l.mu.Unlock()
	digest := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !ok || time.Now().After(g.expires) || r.FormValue("grant_type") != "authorization_code" || r.FormValue("client_id") != l.ClientID ||
		r.FormValue("redirect_uri") != g.redirect || base64.RawURLEncoding.EncodeToString(digest[:]) != g.challenge {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_grant"})
		return
	}
	signed, err := l.Sign(g.user)
	if err != nil {
		http.Error(w, "signing the token: "+err.Error(), http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"access_token": signed, "token_type": "Bearer", "expires_in": int(tokenLife.Seconds()), "scope": strings.Join(slices.Clone(l.Scopes), " "),
	})
}

var loginPage = template.Must(template.New("login").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in</title>
<style>
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f5fa, #131118); color: light-dark(#1d1a26, #f1eff7); font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif }
main { box-sizing: border-box; width: min(25rem, 92vw); background: light-dark(#fff, #1e1b26); border: 1px solid light-dark(#dcd8e8, #38334a); border-radius: 1rem; padding: 1.5rem }
h1 { margin: 0 0 .5rem; font-size: 1.35rem } p { margin: 0 0 1rem; color: light-dark(#5d5870, #aba5be) }
label { display: block; margin-bottom: .25rem } input, button { box-sizing: border-box; width: 100%; font: inherit; min-height: 2.75rem; border-radius: .65rem; border: 1px solid light-dark(#dcd8e8, #38334a); padding: .4rem .9rem; background: light-dark(#f6f5fa, #131118); color: inherit }
button { margin-top: .75rem; font-weight: 600; cursor: pointer; background: light-dark(#6d28d9, #b79cff); color: light-dark(#fff, #1c1130); border: 0 }
</style></head><body><main><h1>Sign in</h1><p>This is the local AWS: any name will do, and there is no password.</p>
<form method="post"><label for="user">Name</label><input id="user" name="user" required maxlength="128" autocomplete="username"><button>Sign in</button></form></main></body></html>`))
