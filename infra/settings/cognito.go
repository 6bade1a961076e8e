package settings

import (
	"regexp"
)

// Cognito is how the users of a stack with cognito access sign in.
type Cognito struct {
	// PoolARN is the user pool of the stack in the primary region, empty for one that this stack makes.
	PoolARN string
	// CallbackURLs are where the login page may send a user back to, exactly as given.
	CallbackURLs []string
	// LogoutURLs are where a user may be sent after signing out.
	LogoutURLs []string
	MFA        string // OFF, OPTIONAL or ON, by an authenticator app
	// SelfRegistration lets anyone sign up. Without it, an administrator creates users.
	SelfRegistration bool
	// Providers are further places whose users may sign in, by name.
	Providers map[string]IdentityProvider
}

var poolRule = matching(`arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool/[A-Za-z0-9-]+_[A-Za-z0-9]+`,

	"it must be the ARN of a user pool", "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbCdEfGhI")

var callbackRule = rule[string]{
	text: "it must be an https URL, or an http URL of localhost", example: "https://app.example.com/",
	holds: regexp.MustCompile(`^(https://[^\s*#]+|http://localhost(:\d+)?(/[^\s*#]*)?)$`).MatchString,
}

func (r *reader) cognito() Cognito {
	c := Cognito{
		PoolARN:      r.text("cognitoUserPoolArn", "", optional(poolRule)),
		CallbackURLs: r.texts("cognitoCallbackUrls", callbackRule), LogoutURLs: r.texts("cognitoLogoutUrls", callbackRule),
		MFA:              r.text("cognitoMfa", "OPTIONAL", oneOf("OPTIONAL", "OFF", "ON")),
		SelfRegistration: r.boolean("cognitoSelfRegistration", false), Providers: r.identityProviders("identityProviders"),
	}
	if len(c.CallbackURLs) == 0 {
		c.CallbackURLs = []string{"http://localhost:5173/"}
	}
	return c
}
