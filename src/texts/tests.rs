use super::*;
#[test]
fn peek() {
    use crate::money::{Money,Currency};
    for t in languages() {
        println!("{} {:?}", t.tag(), t.problems());
        for (c, m) in [("AED",36750),("AED",1200000),("AED",1236700),("AED",10100),("AED",20200),("AED",30000000),("AED",11250000),("KWD",583432),("AED",0),("AED",5),("AED",i64::MAX),("AED",i64::MIN),("SEK",1200000)] {
            println!("{}", t.amount(Money::from_minor(m, Currency::from_code(c).unwrap())));
        }
        for n in [0,1,2,3,8,10,11,12,18,20,21,22,23,28,99,100,101,102,103,111,200,1000] { println!("{}", t.sessions(n)); }
        println!("{}", t.say("sessions-range", &[("from", Arg::Sessions(3)),("to", Arg::Sessions(20))]));
    }
}
