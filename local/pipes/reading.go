package pipes

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"lambdaless/local/controlplane"
	"lambdaless/local/dataplane/backend"
)

// reading is a pipe on its way through a stream.
type reading struct {
	*Runner
	pipe    pipe
	table   controlplane.Table
	session backend.Session
	stream  string // the database's ARN
	skip    bool   // a pipe from the latest record on, which begins
}

func (d *reading) position(s shard) string {
	return d.pipe.ARN + "|" + d.stream + "|" + s.ShardID
}

// begun reports whether the pipe has read the stream before.
func (d *reading) begun() bool {
	for at := range d.state.Positions {
		if strings.HasPrefix(at, d.pipe.ARN+"|"+d.stream+"|") {
			return true
		}
	}
	return false
}

// read goes through a shard to its end.
func (d *reading) read(ctx context.Context, s shard) error {
	at := d.position(s)
	for ctx.Err() == nil {
		records, err := recordsAfter(ctx, d.Database, d.table.Region, d.stream, s, d.state.Positions[at])
		if err != nil {
			return err
		}
		if len(records) == 0 {
			if _, begun := d.state.Positions[at]; !begun {
				d.state.Positions[at] = "" // before the first change: the pipe has begun
			}
			return nil
		}
		for _, record := range records {
			if !d.skip && !record.changesNothing() {
				if err := d.handle(s, record); err != nil {
					return err
				}
			}
			d.state.Positions[at] = record.Change.SequenceNumber
		}
	}
	return ctx.Err()
}

// handle sends a record, if it passes the filter. The error leaves it for the next round.
func (d *reading) handle(s shard, r record) error {
	text, err := json.Marshal(translate(r, d.table, d.byExpiry(r)))
	if err != nil {
		return err
	}
	passes, err := d.pipe.passes(text)
	if err != nil || !passes {
		return err
	}
	at := d.position(s) + "|" + r.Change.SequenceNumber
	if err = d.send(text); err == nil {
		delete(d.attempts, at)
		return nil
	}
	d.attempts[at]++
	if retries := d.pipe.retries(); retries < 0 || d.attempts[at] <= retries {
		return err
	}
	tried := d.attempts[at]
	delete(d.attempts, at)
	d.Log.Warn(fmt.Sprintf("the pipe %s gave a change up after %d attempts: %s", d.pipe.Name, tried, err))
	if err := d.giveUp(s, r); err != nil {
		d.Log.Warn(fmt.Sprintf("the pipe %s lost a change: %s", d.pipe.Name, err))
	}
	return nil
}

// byExpiry reports whether a record is of a deletion by expiry.
func (d *reading) byExpiry(r record) bool {
	if r.EventName != "REMOVE" || r.Change.OldImage == nil {
		return false
	}
	at := d.stream + "|" + r.Change.SequenceNumber
	known, ok := d.expired[at]
	if !ok {
		if len(d.expired) > maxRemembered {
			clear(d.expired)
		}
		known = d.Expired.Take(d.table.Name, r.Change.OldImage)
		d.expired[at] = known
	}
	return known
}
