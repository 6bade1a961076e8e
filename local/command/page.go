package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"lambdaless/local/cognito"
	"lambdaless/local/website"
)

// pagePort is Vite's, which is among a login's callback URLs by default.
const pagePort = 5173

// servePage serves the built page of the project, web/dist, for the outputs of a stack. Its address is empty
// where there is no page. If the port is taken, another one is used.
func (s *session) servePage(out outputs) (address string, stop func() error, err error) {
	dist := filepath.Join(s.root, "web", "dist")
	if _, err := os.Stat(filepath.Join(dist, "index.html")); err != nil {
		return "", func() error { return nil }, nil
	}
	site := website.Site{Files: os.DirFS(dist), APIURL: out.text("apiUrl"), APIKey: out.text("apiKey")}
	if grant := signIn(out, ""); grant.Pool != "" {
		issuer := cognito.NewIssuer(s.dir)
		site.Login = &website.Login{ClientID: grant.ClientID, Scopes: grant.Scopes, Sign: func(user string) (string, error) {
			return issuer.Sign(signIn(out, user))
		}}
	}
	handler, err := site.Handler()
	if err != nil {
		return "", nil, fmt.Errorf("serving the page: %w", err)
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", pagePort))
	if err != nil {
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return "", nil, fmt.Errorf("serving the page: %w", err)
		}
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	return "http://" + listener.Addr().String() + "/", func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			return errors.Join(err, server.Close())
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	}, nil
}
