package vtl_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl"
)

// BenchmarkRender renders the project's templates; the oracle's -bench compares with the JVM.
func BenchmarkRender(b *testing.B) {
	files, err := filepath.Glob("../../templates/*/*.vtl")
	require.NoError(b, err)
	for _, file := range files {
		b.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(b *testing.B) {
			text, err := os.ReadFile(file)
			require.NoError(b, err)
			template, err := vtl.Parse(file, string(text))
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := template.Render(&vtl.Data{
					Body:   `{"favorite_movie":"Interstellar","Item":{"name":{"S":"bob"},"favorite_movie":{"S":"Interstellar"}}}`,
					Params: vtl.Params{Path: vtl.NewMap("name", "o%27brien")},
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
