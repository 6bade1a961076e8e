package command

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/cognito"
)

// newToken is `local token`: signs a user in to the deployed stack's user pool.
func newToken(api infra.API) *cobra.Command {
	var stack, dir, user, audience string
	var scopes []string
	var expired, id bool
	cmd := &cobra.Command{
		Use:   "token --user NAME",
		Short: "Print a token of the deployed stack's user pool, as signing in would give one",
		Long: "Print a token of the deployed stack's user pool, as signing in would give one: an access token with all of the API's\n" +
			"scopes, valid for an hour. The flags make tokens that the API refuses, too. Needs a stack whose access is cognito.",
		Example: "  curl -H \"Authorization: $(local token --user alice)\" http://127.0.0.1:8080/local/bob\n" +
			"  local token --user alice --scope lambdaless-local-movies/read",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, out, err := readDeployed(cmd, api, dir, stack)
			if err != nil {
				return err
			}
			grant := signIn(out, user)
			if grant.Pool == "" {
				return fmt.Errorf("stack %s has no user pool: set its access first, for example: pulumi config set --path access.writes cognito --stack %s", stack, stack)
			}
			if user == "" {
				return errors.New("--user is missing: it names who signs in, for example --user alice")
			}
			if audience != "" {
				grant.ClientID = audience
			}
			if id {
				grant.Use = "id"
			}
			if cmd.Flags().Changed("scope") {
				grant.Scopes = scopes
			}
			if expired {
				grant.IssuedAt = grant.IssuedAt.Add(-2 * time.Hour)
			}
			token, err := cognito.NewIssuer(s.dir).Sign(grant)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(s.out, token)
			return err
		},
	}
	stackFlag(cmd, &stack)
	dirFlag(cmd, &dir)
	cmd.Flags().StringVar(&user, "user", "", "who signs in")
	cmd.Flags().StringArrayVar(&scopes, "scope", nil, "a scope of the token; may be repeated (default: all of the API's)")
	cmd.Flags().StringVar(&audience, "audience", "", "the id of the client that the token is for (default: the stack's)")
	cmd.Flags().BoolVar(&expired, "expired", false, "a token that expired an hour ago")
	cmd.Flags().BoolVar(&id, "id", false, "an ID token instead of an access token")
	return cmd
}

// signIn is what the stack's login grants a user: an access token with all of the API's scopes, for an
// hour. It has no Pool where the stack has no login.
func signIn(out outputs, user string) cognito.Grant {
	grant := cognito.Grant{
		Pool: out.text("userPoolId"), ClientID: out.text("clientId"), User: user, Use: "access",
		IssuedAt: time.Now(), Lifetime: time.Hour,
	}
	all, _ := out["scopes"].value.([]any)
	for _, scope := range all {
		grant.Scopes = append(grant.Scopes, fmt.Sprint(scope))
	}
	return grant
}
