package controlplane

import "lambdaless/local/controlplane/store"

// Collection makes the calls of the control plane about one type of resource. The types differ in what
// the calls refuse and compute, which are its functions; find and create are never nil.
type Collection[T store.Record] struct {
	// find returns the record that want identifies, or AWS's refusal.
	find func(c *Client, t *store.Tx, want T) (T, error)
	// create refuses what AWS refuses of a new resource, and fills in what AWS computes.
	create func(c *Client, t *store.Tx, in *T) error
	// update does the same for a change of the record old. It is nil where one Put call creates and
	// replaces.
	update func(c *Client, t *store.Tx, old T, in *T) error
	// release refuses the deletion of a record that is in use, and deletes what goes along with it.
	release func(c *Client, t *store.Tx, v T) error
	// complete adds what AWS answers with and the record does not hold.
	complete func(c *Client, t *store.Tx, v T) T
}

// Create makes a resource and answers it as AWS does. A refusal is an *Error.
func (k Collection[T]) Create(c *Client, in T) (T, error) {
	return k.write(c, in, func(t *store.Tx) error { return k.create(c, t, &in) }, &in)
}

// Get finds the resource that want identifies: by its id, and the ids of what it is part of.
func (k Collection[T]) Get(c *Client, want T) (v T, err error) {
	err = c.account.store.Read(func(t *store.Tx) (err error) {
		if v, err = k.find(c, t, want); err == nil && k.complete != nil {
			v = k.complete(c, t, v)
		}
		return err
	})
	return v, err
}

// Update changes a resource to in, which identifies it too; what AWS computes once stays.
func (k Collection[T]) Update(c *Client, in T) (T, error) {
	if k.update == nil {
		return k.Create(c, in)
	}
	return k.write(c, in, func(t *store.Tx) error {
		old, err := k.find(c, t, in)
		if err != nil {
			return err
		}
		return k.update(c, t, old, &in)
	}, &in)
}

// Delete deletes the resource that want identifies.
func (k Collection[T]) Delete(c *Client, want T) error {
	return c.account.store.Update(func(t *store.Tx) error {
		v, err := k.find(c, t, want)
		if err != nil {
			return err
		}
		if k.release != nil {
			if err := k.release(c, t, v); err != nil {
				return err
			}
		}
		store.Remove(t, v)
		return nil
	})
}

// write stores v once the call has accepted it.
func (k Collection[T]) write(c *Client, asked T, call func(*store.Tx) error, v *T) (T, error) {
	err := c.account.store.Update(func(t *store.Tx) error {
		if err := call(t); err != nil {
			return err
		}
		store.Put(t, *v)
		if k.complete != nil {
			*v = k.complete(c, t, *v)
		}
		return nil
	})
	if err != nil {
		return asked, err
	}
	return *v, nil
}
