package contract

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAStageWithACacheIsTold serves movies with and without a cache of the answers to GET.
func TestAStageWithACacheIsTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cached bool
		status int // of PUT
		want   error
	}{
		"no cache":              {false, http.StatusOK, nil},
		"a cache":               {true, http.StatusOK, ErrCached},
		"a cache, no right":     {true, http.StatusForbidden, nil},
		"a cache, API key gone": {true, http.StatusUnauthorized, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lock sync.Mutex
			movies, cache := map[string]bool{}, map[string]int{}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				lock.Lock()
				defer lock.Unlock()
				switch r.Method {
				case http.MethodPut:
					movies[r.URL.Path] = test.status == http.StatusOK
					w.WriteHeader(test.status)
				case http.MethodDelete:
					delete(movies, r.URL.Path)
					w.WriteHeader(http.StatusNoContent)
				default:
					status := http.StatusNotFound
					if movies[r.URL.Path] {
						status = http.StatusOK
					}
					if kept, ok := cache[r.URL.Path]; ok && test.cached {
						status = kept
					}
					cache[r.URL.Path] = status
					w.WriteHeader(status)
				}
			}))
			t.Cleanup(server.Close)
			client, err := NewClient(server.URL+"/dev", "")
			require.NoError(t, err)
			require.ErrorIs(t, checkUncached(t.Context(), client, 200*time.Millisecond), test.want)
			lock.Lock()
			defer lock.Unlock()
			for path, stored := range movies {
				assert.False(t, stored, "%s stays", path)
			}
		})
	}
}
