package contract

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAPaymentAndItsOrderChangeTogether(t *testing.T) {
	t.Parallel()
	const path = "/customers/kurt/orders/1"
	payment := object{"amount": 19.5, "method": "card"}
	status, answer, _ := call(t, "POST", path+"/payment", payment)
	assert.Equal(t, 404, status)
	assert.Equal(t, "There is no such order", answer["message"])
	status, _, _ = call(t, "PUT", path, anOrder())
	require.Equal(t, 200, status)
	for name, body := range map[string]object{
		"no amount": {"method": "card"}, "less than nothing": {"amount": -1, "method": "card"}, "another method": {"amount": 1, "method": "shells"},
		"text": {"amount": "19.5", "method": "card"}, "a property of the key": {"amount": 1, "method": "card", "customer": "eve"},
	} {
		status, _, _ := call(t, "POST", path+"/payment", body)
		assert.Equal(t, 400, status, name)
	}
	_, order, _ := call(t, "GET", path, nil)
	assert.Equal(t, "open", order["status"], "nothing was changed")

	// Of many that pay at once, one has paid.
	var all sync.WaitGroup
	var mutex sync.Mutex
	answers := map[int]int{}
	for range 20 {
		all.Go(func() {
			status, _, _ := call(t, "POST", path+"/payment", payment)
			mutex.Lock()
			defer mutex.Unlock()
			answers[status]++
		})
	}
	all.Wait()
	assert.Equal(t, map[int]int{201: 1, 409: 19}, answers)
	_, order, _ = call(t, "GET", path, nil)
	assert.Equal(t, "paid", order["status"])

	// The order is open again, but its payment is there: neither part is carried out.
	status, _, _ = call(t, "PATCH", path, object{"status": "open"})
	require.Equal(t, 200, status)
	status, answer, _ = call(t, "POST", path+"/payment", payment)
	assert.Equal(t, 409, status)
	assert.Equal(t, "The order is paid already", answer["message"])
	_, order, _ = call(t, "GET", path, nil)
	assert.Equal(t, "open", order["status"])
}
