package cors

import (
	"net/url"
	"regexp"
	"strings"
)

var host = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$`)

// IsOrigin reports whether the text is an origin as browsers send it: http or https, a host in lower case,
// and a port unless it is the scheme's own.
func IsOrigin(text string) bool {
	u, err := url.Parse(text)
	if err != nil || text != u.Scheme+"://"+u.Host {
		return false
	}
	standard, known := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	port := u.Port()
	return known && port != standard && host.MatchString(strings.TrimSuffix(u.Host, ":"+port))
}
