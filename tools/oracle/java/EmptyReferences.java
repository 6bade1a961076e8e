import org.apache.velocity.app.event.InvalidReferenceEventHandler;
import org.apache.velocity.context.Context;
import org.apache.velocity.util.introspection.Info;

/** API Gateway's deviation: a reference that cannot be resolved is the empty string. */
public final class EmptyReferences implements InvalidReferenceEventHandler {
    public Object invalidGetMethod(Context context, String reference, Object object, String property, Info info) {
        return "";
    }

    public Object invalidMethod(Context context, String reference, Object object, String method, Info info) {
        return "";
    }

    public boolean invalidSetMethod(Context context, String leftReference, String rightReference, Info info) {
        return false;
    }
}
