package serve

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"lambdaless/local/cognito"
	"lambdaless/local/controlplane"
	"lambdaless/local/custom"
	"lambdaless/local/dataplane"
	"lambdaless/local/signature"
)

// authorizers run what the account's APIs require besides API keys.
func authorizers(issuer *cognito.Issuer, account *controlplane.Account) map[string]dataplane.MethodAuthorizer {
	return map[string]dataplane.MethodAuthorizer{
		"AWS_IAM": &signature.Authorizer{},
		"CUSTOM":  &custom.Authorizer{Function: func(arn string) (custom.Function, bool, error) { return deployedFunction(account, arn) }},
		"COGNITO_USER_POOLS": &cognito.Authorizer{Issuer: issuer, Client: func(pool, client string) (bool, error) {
			clients, err := account.KeptOf("aws:cognito/userPoolClient:UserPoolClient")
			for _, c := range clients {
				if c.Name == pool+"/"+client {
					return true, nil
				}
			}
			return false, err
		}},
	}
}

// deployedFunction finds a function of the account by its ARN.
func deployedFunction(account *controlplane.Account, arn string) (f custom.Function, found bool, err error) {
	functions, err := account.KeptOf("aws:lambda/function:Function")
	for _, k := range functions {
		if k.Properties["arn"] != arn {
			continue
		}
		f, found = custom.Function{ARN: arn, Environment: map[string]string{}}, true
		environment, _ := k.Properties["environment"].(map[string]any)
		variables, _ := environment["variables"].(map[string]any)
		for name, value := range variables {
			f.Environment[name] = fmt.Sprint(value)
		}
	}
	permissions, more := account.KeptOf("aws:lambda/permission:Permission")
	for _, k := range permissions {
		named := fmt.Sprint(k.Properties["function"])
		if k.Properties["principal"] == "apigateway.amazonaws.com" && (named == arn || strings.HasSuffix(arn, ":function:"+named)) {
			source, _ := k.Properties["sourceArn"].(string)
			if source == "" {
				source = "*"
			}
			f.Invokers = append(f.Invokers, source)
		}
	}
	return f, found, errors.Join(err, more)
}

// keysPath begins the path of a user pool's public keys, /.cognito/{pool}/.well-known/jwks.json. No stage's
// name begins with a dot.
const keysPath = "/.cognito/"

// serveKeys answers a request for the public keys of one of the account's user pools.
func (c *Cloud) serveKeys(w http.ResponseWriter, r *http.Request) {
	pool, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, keysPath), "/.well-known/jwks.json")
	pools, err := c.Account.KeptOf("aws:cognito/userPool:UserPool")
	for _, p := range pools {
		if ok && p.Name == pool {
			keys, err := c.Issuer.Keys(pool)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(keys)
			return
		}
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.NotFound(w, r)
}
