package resources

func keptTypes() []*Type { return nil }
