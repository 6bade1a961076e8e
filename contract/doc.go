// Package contract states what clients may rely on, as tests that run against any deployment of the
// movies API: the local one and a stage on AWS.
//
//	go run ./local exec -- go test ./contract
//	API_URL=$(pulumi stack output apiUrl --stack dev) \
//	  API_KEY=$(pulumi stack output apiKey --show-secrets --stack dev) go test ./contract
//
// They read what they have just written: a stage with a cache fails at once, with what to do.
//
// Names of the run's own start or end with a random mark, and what is stored under them is deleted.
package contract
