// Package contract states what clients may rely on, as tests that run against any deployment of the
// movies API: the local one and a stage on AWS.
//
//	go run ./local exec -- go test ./contract
//	API_URL=$(pulumi stack output apiUrl --stack dev) \
//	  API_KEY=$(pulumi stack output apiKey --show-secrets --stack dev) go test ./contract
//
// The tests read what they have just written, so they fail at once on a stage with a cache; the message says what to do.
//
// Names that a run makes up start or end with a random mark; what is stored under them is deleted afterwards.
package contract
