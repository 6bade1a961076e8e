package contract

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestContract(t *testing.T) {
	t.Parallel()
	apiURL := os.Getenv("API_URL")
	if apiURL == "" {
		const how = "API_URL is not set; run the contract against the local API with: go run ./local exec -- go test ./contract"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	client, err := NewClient(apiURL, os.Getenv("API_KEY"))
	require.NoError(t, err)
	client.SignIn(os.Getenv("TOKEN_ALICE"), os.Getenv("TOKEN_BOB"))
	Run(t, client)
}
