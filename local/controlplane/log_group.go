package controlplane

import (
	"path/filepath"

	"lambdaless/local/controlplane/store"
)

// LogGroup is a CloudWatch log group.
type LogGroup struct {
	Region          string            `json:"region"`
	ID              string            `json:"id"`
	Name            string            `json:"name"`
	NamePrefix      string            `json:"namePrefix,omitempty"`
	ARN             string            `json:"arn"` // without the ":*" that some policies need
	KMSKeyID        string            `json:"kmsKeyId,omitempty"`
	LogGroupClass   string            `json:"logGroupClass"`
	RetentionInDays int               `json:"retentionInDays"` // 0 keeps events for ever
	SkipDestroy     bool              `json:"skipDestroy"`
	Tags            map[string]string `json:"tags,omitempty"`
	TagsAll         map[string]string `json:"tagsAll,omitempty"`
}

func (LogGroup) Kind() string  { return "logs.LogGroup" }
func (g LogGroup) Key() string { return g.Region + "/" + g.Name }

// LogGroups are CloudWatch's log groups: logs:CreateLogGroup, DescribeLogGroups for one name, the calls
// that change retention, key and tags, and DeleteLogGroup, which deletes the group's events too.
var LogGroups = Collection[LogGroup]{
	find: func(c *Client, t *store.Tx, g LogGroup) (LogGroup, error) {
		return store.Find[LogGroup](t, nil, c.region+"/"+g.ID, refuse("ResourceNotFoundException", "The specified log group does not exist."))
	},
	create: func(c *Client, t *store.Tx, in *LogGroup) error {
		in.Region, in.ID = c.region, in.Name
		in.ARN = c.ARN("logs", c.region, c.account.id, "log-group:"+in.Name)
		if in.LogGroupClass == "" {
			in.LogGroupClass = "STANDARD"
		}
		if _, ok := store.Load[LogGroup](t, in.Key()); ok {
			return refuse("ResourceAlreadyExistsException", "The specified log group already exists")
		}
		return nil
	},
	update: func(_ *Client, _ *store.Tx, old LogGroup, in *LogGroup) error {
		in.Region, in.ID, in.ARN, in.LogGroupClass = old.Region, old.ID, old.ARN, old.LogGroupClass
		return nil
	},
	release: func(c *Client, t *store.Tx, g LogGroup) error {
		t.After(func() { _ = c.account.logs.remove(g.Name) }) // the group is gone either way
		return nil
	},
}

// LogFile is where the events of a log group are.
func (a *Account) LogFile(group string) string { return filepath.Clean(a.logs.path(group)) }
