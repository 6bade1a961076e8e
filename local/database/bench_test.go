package database

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkEngines measures requests of several workers against each engine, its tables on disk.
func BenchmarkEngines(b *testing.B) {
	for name, engine := range engines(b) {
		p, err := engine.Start(b.Context(), b.TempDir())
		require.NoError(b, err)
		client := NewClient(p.Endpoint())
		ask := func(b *testing.B, action, request string) {
			answer, err := client.Call(b.Context(), "us-east-1", action, []byte(request))
			require.NoError(b, err)
			require.Equal(b, 200, answer.StatusCode)
		}
		create(b, p, createMovies)
		var written atomic.Int64
		for _, operation := range []struct {
			action  string
			request func() string
		}{
			{"PutItem", func() string {
				return fmt.Sprintf(`{"TableName":"movies","Item":{"name":{"S":"%d"},"favorite":{"S":"Interstellar"}}}`, written.Add(1))
			}},
			{"GetItem", func() string { return `{"TableName":"movies","Key":{"name":{"S":"1"}}}` }},
			{"Query", func() string {
				return `{"TableName":"movies","KeyConditionExpression":"#n = :n","ExpressionAttributeNames":{"#n":"name"},"ExpressionAttributeValues":{":n":{"S":"1"}}}`
			}},
		} {
			b.Run(name+"/"+operation.action, func(b *testing.B) {
				b.SetParallelism(8)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						ask(b, operation.action, operation.request())
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			})
		}
		client.Close()
		require.NoError(b, p.Close())
	}
}
