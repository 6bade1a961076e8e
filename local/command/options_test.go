package command

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPortComesFromTheFlagOrElseTheEnvironment(t *testing.T) {
	for name, row := range map[string]struct {
		flag, env string
		want      int
		err       string
	}{
		"neither":              {want: 8080},
		"the environment":      {env: "9000", want: 9000},
		"the flag wins":        {flag: "9001", env: "9000", want: 9001},
		"any free port":        {flag: "0", want: 0},
		"a word":               {env: "abc", err: `PORT is "abc"`},
		"too large":            {flag: "65536", err: `--port is "65536"`},
		"a negative number":    {flag: "-1", err: "0 to 65535"},
		"a number with a word": {env: "80 80", err: `PORT is "80 80"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PORT", row.env)
			got, err := readPort(row.flag)
			if row.err != "" {
				require.ErrorContains(t, err, row.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, row.want, got)
		})
	}
}
