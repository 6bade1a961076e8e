import java.util.LinkedHashMap;
import java.util.Map;

/** One of API Gateway's own objects: a map that prints nothing (VTL-048). */
final class Opaque extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    Opaque(Map<String, Object> members) {
        super(members);
    }

    @Override
    public String toString() {
        return "";
    }
}
