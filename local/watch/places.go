package watch

import (
	"regexp"

	"lambdaless/internal/places"
)

// endpoint is how a mistake names the endpoint that it is about: "endpoint 3 (GET /{name})".
var endpoint = regexp.MustCompile(`^endpoint \d+ \((\S+) (\S+)\)`)

// Places puts the file and the line of its endpoint before each mistake, where they can be found in the Go
// files of the folders. A mistake that names a template's line stays as it is. Paths are relative to root.
func Places(root string, folders []string, mistakes []string) []string {
	at := places.Read(root, folders).Endpoints
	placed := make([]string, len(mistakes))
	for i, mistake := range mistakes {
		placed[i] = mistake
		if match := endpoint.FindStringSubmatch(mistake); match != nil {
			if place, ok := at[match[1]+" "+match[2]]; ok {
				placed[i] = place.String() + ": " + mistake
			}
		}
	}
	return placed
}
