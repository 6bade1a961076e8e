package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/tables"
)

// Recorded are the ids that engines' states hold, by resource type ("aws:iam/role:Role").
type Recorded map[string][]string

func (r Recorded) has(token, id string) bool { return slices.Contains(r[token], id) }

// Reconcile takes what an engine that was killed created for a stack, and did not get to record, out of
// the account: the next deployment creates it again. recorded is all that states hold, of every stack.
// Two kinds stay noted, and the next deployment adopts them: a table with items, and what AWS refuses to
// delete because something that a state holds was changed to use it. Nothing else of the stack stays noted.
func (p *Provider) Reconcile(ctx context.Context, stack string, recorded Recorded) error {
	noted, err := p.journal.entries()
	if err != nil {
		return err
	}
	left, err := p.leftovers(noted, stack, recorded)
	if err != nil {
		return err
	}
	p.adopt(nil)
	var kept []entry
	var errs []error
	for _, e := range slices.Backward(left) {
		gone, err := p.takeBack(ctx, e)
		errs = append(errs, err)
		if !gone {
			kept = append(kept, e)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	slices.Reverse(kept)
	p.adopt(kept)
	return p.journal.forget(stack, kept)
}

// Sweep deletes what Reconcile kept and the deployment since then neither adopted nor uses any more.
func (p *Provider) Sweep(ctx context.Context, stack string, recorded Recorded) error {
	if !p.adopts() {
		return nil
	}
	return p.Reconcile(ctx, stack, recorded)
}

// leftovers are a stack's creations that no state holds, the oldest first: those that were noted, and
// those that were made but not noted before the kill. The latter are records that neither a state nor the
// journal knows, and that agree with what the account was asked for.
func (p *Provider) leftovers(noted []entry, stack string, recorded Recorded) ([]entry, error) {
	open := map[string]entry{} // what had begun, by URN
	var left []entry
	known := maps.Clone(recorded)
	if known == nil {
		known = Recorded{}
	}
	for _, e := range noted {
		switch e.Step {
		case creating:
			open[e.URN] = e
		case failed:
			delete(open, e.URN)
		case created:
			delete(open, e.URN)
			known[e.token()] = append(slices.Clip(known[e.token()]), e.ID)
			if e.of(stack) && !recorded.has(e.token(), e.ID) {
				left = append(left, e)
			}
		case deleted:
			left = slices.DeleteFunc(left, func(l entry) bool { return l.token() == e.token() && l.ID == e.ID })
		}
	}
	for _, urn := range slices.Sorted(maps.Keys(open)) {
		e := open[urn]
		if !e.of(stack) {
			continue
		}
		unknown, err := p.unknown(e, known)
		if err != nil {
			return nil, err
		}
		left = append(left, unknown...)
	}
	return left, nil
}

// unknown are the records that an entry may have made and that nothing knows.
func (p *Provider) unknown(e entry, known Recorded) (found []entry, err error) {
	t, err := p.types.Lookup(e.token())
	if err != nil {
		return nil, err
	}
	records, err := t.Calls.Records(p.account)
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		id, _ := record["id"].(string)
		if region, ok := record["region"].(string); id == "" || ok && region != "" && region != e.Region || known.has(e.token(), id) || !agrees(record, e.Properties) {
			continue
		}
		found = append(found, entry{URN: e.URN, Step: created, ID: id, Region: e.Region, Properties: record})
	}
	return found, nil
}

// agrees reports whether a record has the texts that it was asked to have. Documents are left out: the
// account may write them otherwise.
func agrees(record, asked map[string]any) bool {
	for name, want := range asked {
		text, ok := want.(string)
		if !ok || strings.HasPrefix(strings.TrimSpace(text), "{") {
			continue
		}
		if have, _ := record[name].(string); have != text {
			return false
		}
	}
	return true
}

// takeBack deletes what an entry created, and reports whether it is gone. It is not when it is a table with
// items, or in use.
func (p *Provider) takeBack(ctx context.Context, e entry) (gone bool, err error) {
	t, err := p.types.Lookup(e.token())
	if err != nil {
		return false, err
	}
	c := p.cloud(e.Region)
	if e.token() == tableToken {
		if full, err := hasItems(ctx, c, e.ID); full || err != nil {
			return false, err
		}
	}
	wanted := maps.Clone(e.Properties)
	if wanted == nil {
		wanted = map[string]any{}
	}
	wanted["id"] = e.ID
	err = t.Calls.Remove(ctx, c, wanted)
	var refused *controlplane.Error
	switch {
	case err == nil || controlplane.IsNotFound(err):
		return true, nil
	case errors.As(err, &refused):
		return false, nil
	}
	return false, fmt.Errorf("taking back %s, which a killed deployment created: %w", t.Named(wanted), err)
}

const tableToken = "aws:dynamodb/table:Table"

// hasItems reports whether a table exists and holds an item.
func hasItems(ctx context.Context, c resources.Cloud, name string) (bool, error) {
	db, err := c.Tables.Client(c.Region())
	if err != nil {
		return false, err
	}
	page, err := db.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String(name), Limit: aws.Int32(1)})
	if err := tables.Plain(err); err != nil {
		if controlplane.IsNotFound(err) {
			return false, nil
		}
		return false, fmt.Errorf("looking into the table %s: %w", name, err)
	}
	return len(page.Items) > 0, nil
}
