package controlplane

import "path/filepath"

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

// CreateLogGroup is logs:CreateLogGroup.
func (c *Client) CreateLogGroup(in LogGroup) (LogGroup, error) {
	in.Region, in.ID = c.region, in.Name
	in.ARN = c.ARN("logs", c.region, c.account.id, "log-group:"+in.Name)
	if in.LogGroupClass == "" {
		in.LogGroupClass = "STANDARD"
	}
	return in, c.account.update(func(t *tx) error {
		if _, ok := load[LogGroup](t, in.Key()); ok {
			return refuse("ResourceAlreadyExistsException", "The specified log group already exists")
		}
		store(t, in)
		return nil
	})
}

// LogGroup is logs:DescribeLogGroups for one name.
func (c *Client) LogGroup(name string) (g LogGroup, err error) {
	err = c.account.read(func(t *tx) (err error) {
		g, err = c.logGroup(t, name)
		return err
	})
	return g, err
}

// UpdateLogGroup changes retention, key and tags.
func (c *Client) UpdateLogGroup(in LogGroup) (LogGroup, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.logGroup(t, in.Name)
		if err != nil {
			return err
		}
		in.Region, in.ID, in.ARN, in.LogGroupClass = old.Region, old.ID, old.ARN, old.LogGroupClass
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteLogGroup deletes a group and its events.
func (c *Client) DeleteLogGroup(name string) error {
	return c.account.update(func(t *tx) error {
		g, err := c.logGroup(t, name)
		if err != nil {
			return err
		}
		remove(t, g)
		t.after = append(t.after, func() { _ = c.account.logs.remove(name) }) // the group is gone either way
		return nil
	})
}

// LogFile is where the events of a log group are.
func (a *Account) LogFile(group string) string { return filepath.Clean(a.logs.path(group)) }

func (c *Client) logGroup(t *tx, name string) (LogGroup, error) {
	g, ok := load[LogGroup](t, c.region+"/"+name)
	if !ok {
		return g, refuse("ResourceNotFoundException", "The specified log group does not exist.")
	}
	return g, nil
}
